//! What is about a row: a closure, `q!` of one, or a function.

use proc_macro2::TokenTree;
use syn::parse::ParseStream;
use syn::parse::discouraged::Speculative as _;
use syn::{Error, Expr, Ident, Result};

use super::at_end;
use super::value::assign;
use crate::quoted::filled_in;

/// `= |row| ..`, by itself or within `q!`, or `= name_of_a_function`.
pub(in crate::parse) fn about_a_row(name: &Ident, input: ParseStream<'_>, example: &str) -> Result<Expr> {
    assign(name, input, example)?;
    closure(input, &format!("`{name}` takes a closure or the name of a function: {example}"))
}

/// A closure with one parameter, or what may give one: a macro or a path. Where it is something else, the error has these words.
pub(in crate::parse) fn closure(input: ParseStream<'_>, wrong: &str) -> Result<Expr> {
    match expression(input, wrong)? {
        Expr::Closure(closure) if closure.inputs.len() != 1 => Err(Error::new_spanned(closure, wrong)),
        given @ (Expr::Closure(_) | Expr::Macro(_) | Expr::Path(_)) => Ok(given),
        other => Err(Error::new_spanned(other, wrong)),
    }
}

/// What does not parse because a name is still being written becomes what it will be with one, so that an editor completes it.
fn expression(input: ParseStream<'_>, wrong: &str) -> Result<Expr> {
    let whole = input.fork();
    let error = match whole.parse() {
        Ok(expr) => {
            input.advance_to(&whole);
            return Ok(expr);
        }
        Err(error) => error,
    };
    let mut written = Vec::new();
    while !at_end(input) {
        written.push(input.parse::<TokenTree>()?);
    }
    let is_bar = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '|');
    let has_no_body = written.last().is_none_or(is_bar) && written.iter().filter(|token| is_bar(token)).count() <= 2;
    if has_no_body {
        return Err(Error::new(written.first().map_or(input.span(), TokenTree::span), wrong));
    }
    syn::parse2(filled_in(written.into_iter().collect())).map_err(|_| error)
}
