//! `list.contains(&u.id)` and `(18..65).contains(&u.age)`.

use quote::{format_ident, quote, quote_spanned};
use syn::{Expr, ExprArray, ExprBinary, ExprMethodCall, ExprRange, Ident, RangeLimits, Token};

use super::compare::{call, without_reference};
use super::plain::{bracketed, ends, referred, without_brackets};
use super::refuse::refused;
use super::rewrite::Rewriter;

/// Whether a list or range of the program is asked for what a row holds, and not a row's text for a part of it.
pub(super) fn is_of_a_list(rewriter: &Rewriter, call: &ExprMethodCall) -> bool {
    fn is_written_out(expr: &Expr) -> bool {
        match expr {
            Expr::Paren(paren) => is_written_out(&paren.expr),
            expr => matches!(expr, Expr::Range(_) | Expr::Array(_)),
        }
    }
    let about_a_row = call.args.len() == 1 && call.args.iter().all(|argument| rewriter.concerns(argument));
    about_a_row && (is_written_out(&call.receiver) || !rewriter.concerns(&call.receiver))
}

pub(super) fn contains(rewriter: &mut Rewriter, question: ExprMethodCall) -> Expr {
    let last = ends(&question).1;
    let ExprMethodCall { receiver, method, args, .. } = question;
    let Some(asked) = args.into_iter().next() else { return refused(method, "contains what?") };
    let asked = without_reference(asked);
    let is_column = rewriter.is_column(&asked);
    let asked = rewriter.operand(asked);
    match without_brackets(*receiver) {
        Expr::Range(range) => self::range(rewriter, range, asked, is_column, &method),
        Expr::Array(array) if rewriter.concerns(&Expr::Array(array.clone())) => {
            refused(array, "a list of columns cannot be asked: connect comparisons with `||`")
        }
        Expr::Array(ExprArray { elems, attrs, bracket_token }) => {
            let elems = elems.into_iter().map(|item| rewriter.operand(item)).collect();
            let list = Expr::Array(ExprArray { elems, attrs, bracket_token });
            call(asked, Ident::new("in_", method.span()), [list], last)
        }
        list => {
            let first = ends(&list).0;
            let list = referred(list);
            let arguments = bracketed(quote!(#list, #asked), last);
            Expr::Verbatim(quote_spanned!(first=> ::orm::expr::Among::among #arguments))
        }
    }
}

/// A range that is written out: its ends can also be columns, and of different types.
fn range(rewriter: &mut Rewriter, range: ExprRange, asked: Expr, is_column: bool, method: &Ident) -> Expr {
    let last = ends(&range).1;
    let ExprRange { start, limits, end, .. } = range;
    let ask = |asked: Expr, name: &str, bounds: Vec<Expr>| call(asked, Ident::new(name, method.span()), bounds, last);
    let mut bound = |expr: Box<Expr>| without_brackets(rewriter.operand(*expr));
    match (start.map(&mut bound), limits, end.map(&mut bound)) {
        (Some(low), RangeLimits::Closed(_), Some(high)) => ask(asked, "between", vec![low, high]),
        (Some(low), RangeLimits::HalfOpen(_), Some(high)) if is_column => {
            bracketed_expr(both(ask(asked.clone(), "ge", vec![low]), ask(asked, "lt", vec![high]), method), method)
        }
        (Some(low), RangeLimits::HalfOpen(_), Some(high)) => {
            // Computed once, as it would be in Rust.
            let name = format_ident!("asked", span = proc_macro2::Span::mixed_site());
            let value = Expr::Verbatim(quote!(::core::clone::Clone::clone(&#name)));
            let condition =
                both(ask(value, "ge", vec![low]), ask(Expr::Verbatim(quote!(#name)), "lt", vec![high]), method);
            Expr::Verbatim(quote!({ let #name = #asked; #condition }))
        }
        (Some(low), _, None) => ask(asked, "ge", vec![low]),
        (None, RangeLimits::HalfOpen(_), Some(high)) => ask(asked, "lt", vec![high]),
        (None, RangeLimits::Closed(_), Some(high)) => ask(asked, "le", vec![high]),
        (None, limits, None) => refused(limits, "this range contains everything: give it a lower or an upper end"),
    }
}

fn both(left: Expr, right: Expr, method: &Ident) -> Expr {
    let op = syn::BinOp::BitAnd(Token![&](method.span()));
    Expr::Binary(ExprBinary { attrs: Vec::new(), left: Box::new(left), op, right: Box::new(right) })
}

fn bracketed_expr(expr: Expr, method: &Ident) -> Expr {
    let paren_token = syn::token::Paren(method.span());
    Expr::Paren(syn::ExprParen { attrs: Vec::new(), paren_token, expr: Box::new(expr) })
}
