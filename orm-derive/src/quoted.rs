//! `q!`: an ordinary Rust expression about a row, and from it the methods that make a query of it.
//!
//! What names no row is left alone: it is Rust, and its value becomes a parameter. What does is rewritten from the
//! outside in (`rewrite`), and what has no meaning in a query becomes an error where it stands (`refuse`), so that the rest is
//! still checked and completed.

mod compare;
mod contains;
mod plain;
mod refuse;
mod rewrite;
mod rows;
#[cfg(test)]
mod tests;
mod unfinished;

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote, quote_spanned};
use syn::{Error, Expr, ExprClosure};

pub(crate) use rewrite::{Body, Rewriter};
pub(crate) use unfinished::filled_in;

/// The closure with its body rewritten, or the errors in place of it.
pub(crate) fn quoted(input: &TokenStream) -> TokenStream {
    if input.is_empty() {
        return refuse::empty();
    }
    let parsed = syn::parse2::<Expr>(input.clone());
    match parsed.or_else(|error| syn::parse2(unfinished::filled_in(input.clone())).map_err(|_| error)) {
        Ok(Expr::Closure(closure)) if closure.inputs.is_empty() => {
            Error::new(closure.inputs_begin.span, "the row has no name: write `|row| ..`").to_compile_error()
        }
        Ok(Expr::Closure(closure)) => answer(closure).into_token_stream(),
        Ok(other) => {
            Error::new_spanned(other, "`q!` takes a closure: write `q!(|row| row.field == value)`").to_compile_error()
        }
        Err(error) => unfinished::unfinished(input, &error),
    }
}

/// A closure whose body may be a condition or whatever else a query's closure gives.
fn answer(closure: ExprClosure) -> ExprClosure {
    let mut rewriter = Rewriter::default();
    rewriter.closure(closure, |rewriter, body| {
        let ambiguous = rewriter.is_column(&body) || (!rewriter.concerns(&body) && plain::can_be_condition(&body));
        let (first, last) = plain::ends(&body);
        let body = plain::without_brackets(rewriter.operand(body));
        if !ambiguous {
            return body;
        }
        let body = plain::bracketed(body.into_token_stream(), last);
        let empty = plain::bracketed(TokenStream::new(), last);
        let answer = quote_spanned!(first=> ::orm::__private::Answer #body.answer #empty);
        Expr::Verbatim(quote! {{
            #[allow(unused_imports)]
            use ::orm::__private::{AsCondition as _, AsItIs as _};
            #answer
        }})
    })
}
