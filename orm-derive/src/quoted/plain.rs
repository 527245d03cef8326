//! What names no row: ordinary Rust, whose value becomes a parameter.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::{BinOp, Expr, ExprLit, ExprPath, ExprReference, Lit, Token, UnOp};

use super::refuse;

/// The value of it. What has a place is taken by a copy, so that a query leaves the variables that it uses as they are.
pub(super) fn captured(expr: Expr) -> Expr {
    if let Some(refused) = refuse::interruption(&expr) {
        return refused;
    }
    match without_brackets(expr) {
        place if is_place(&place) => {
            let (first, last) = ends(&place);
            let place = bracketed(referred(place).into_token_stream(), last);
            Expr::Verbatim(quote_spanned!(first=> ::orm::expr::Captured::captured #place))
        }
        value => value,
    }
}

/// `&expr`.
pub(super) fn referred(expr: Expr) -> Expr {
    let and_token = Token![&](ends(&expr).0);
    Expr::Reference(ExprReference { attrs: Vec::new(), and_token, mutability: None, expr: Box::new(expr) })
}

/// These tokens in round brackets that are at this place.
pub(super) fn bracketed(tokens: TokenStream, span: Span) -> TokenTree {
    let mut group = proc_macro2::Group::new(proc_macro2::Delimiter::Parenthesis, tokens);
    group.set_span(span);
    TokenTree::Group(group)
}

/// Where an expression begins and where it ends.
pub(super) fn ends(tokens: &impl ToTokens) -> (Span, Span) {
    let mut tokens = tokens.to_token_stream().into_iter();
    let Some(first) = tokens.next() else { return (Span::call_site(), Span::call_site()) };
    let last = tokens.last().map_or(first.span(), |last| last.span());
    (first.span(), last)
}

/// Without the brackets around it: printing puts them where they are needed.
pub(super) fn without_brackets(expr: Expr) -> Expr {
    match expr {
        Expr::Paren(inner) if inner.attrs.is_empty() => without_brackets(*inner.expr),
        Expr::Group(inner) if inner.attrs.is_empty() => without_brackets(*inner.expr),
        expr => expr,
    }
}

/// A variable, or a part of one. A name that begins with a capital letter is a constant or a variant, such as `None`.
fn is_place(expr: &Expr) -> bool {
    match expr {
        Expr::Path(ExprPath { qself: None, path, .. }) => {
            path.get_ident().is_some_and(|name| !name.to_string().starts_with(char::is_uppercase))
        }
        Expr::Field(_) | Expr::Index(_) => true,
        Expr::Unary(unary) => matches!(unary.op, UnOp::Deref(_)),
        _ => false,
    }
}

/// Whether this may be a `bool`, where it is all that a closure gives.
pub(super) fn can_be_condition(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(inner) => can_be_condition(&inner.expr),
        Expr::Lit(ExprLit { lit: Lit::Bool(_), .. }) => true,
        Expr::Unary(unary) if matches!(unary.op, UnOp::Not(_)) => true,
        Expr::Binary(binary) => is_condition(binary.op),
        expr => is_place(expr),
    }
}

/// Whether the operator gives true or false.
pub(super) fn is_condition(op: BinOp) -> bool {
    use BinOp::{And, Eq, Ge, Gt, Le, Lt, Ne, Or};
    matches!(op, And(_) | Or(_) | Eq(_) | Ne(_) | Lt(_) | Le(_) | Gt(_) | Ge(_))
}
