//! What has no meaning in a query, and what to write instead.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Error, Expr};

/// An error in place of an expression.
pub(super) fn refused(tokens: impl ToTokens, message: &str) -> Expr {
    let error = Error::new_spanned(tokens, message).to_compile_error();
    Expr::Verbatim(quote!((#error)))
}

/// What `q!()` gives.
pub(super) fn empty() -> TokenStream {
    const MESSAGE: &str = "`q!` takes a closure: write `q!(|row| row.field == value)`";
    Error::new(proc_macro2::Span::call_site(), MESSAGE).to_compile_error()
}

/// An expression that mentions a row, and is nothing that a query can say.
pub(super) fn construct(expr: Expr) -> Expr {
    let message = match &expr {
        Expr::Assign(assign) => {
            let message = "`=` assigns, and `==` compares; to write to a column, use `.set(..)`";
            return refused(assign.eq_token, message);
        }
        Expr::If(_) | Expr::Let(_) => {
            "`if` cannot look into a row: connect conditions with `&&` and `||`, as in `!only_active || row.active`"
        }
        Expr::Match(_) => "`match` cannot look into a row: connect comparisons with `&&` and `||`",
        Expr::Block(_) | Expr::Unsafe(_) | Expr::Async(_) | Expr::Const(_) => {
            "a query is one expression: compute what it needs before it, with `let`"
        }
        Expr::ForLoop(_) | Expr::While(_) | Expr::Loop(_) => {
            "a loop cannot look into a row: write `list.contains(&row.field)`, or add a filter in each turn"
        }
        Expr::Cast(_) => "`as` does not convert a column: convert the value that it is compared with",
        Expr::Index(_) => "a column cannot be indexed",
        Expr::Range(_) => "a range is asked what it contains: write `(low..high).contains(&row.field)`",
        Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => "a query is an expression, which cannot be left",
        Expr::Try(_) => "`?` has no meaning here: a column is not a `Result`",
        Expr::Await(_) => "a column is not awaited: await the query",
        _ => "this has no meaning in a query",
    };
    refused(expr, message)
}

/// A macro that mentions a row.
pub(super) fn matches(expr: impl ToTokens) -> Expr {
    refused(expr, "`matches!` cannot look into a row: write `[First, Second].contains(&row.field)`")
}

/// `?` or `.await` in what is computed beside the row: there is no function to leave, and none to wait in.
pub(super) fn interruption(expr: &Expr) -> Option<Expr> {
    let tokens: Vec<TokenTree> = expr.to_token_stream().into_iter().collect();
    let is = |token: &TokenTree, wanted: char| matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted);
    // A function inside of it can wait and be left.
    let has_function =
        tokens.iter().any(|token| is(token, '|') || matches!(token, TokenTree::Ident(word) if word == "async"));
    let awaits = tokens.iter().any(|token| matches!(token, TokenTree::Ident(word) if word == "await"));
    let word = if awaits {
        "`.await`"
    } else if tokens.iter().any(|token| is(token, '?')) {
        "`?`"
    } else {
        return None;
    };
    let message =
        format!("{word} does not work inside of a query's closure: compute this before the query, with `let`");
    (!has_function).then(|| refused(expr, &message))
}
