//! Comparisons: the side that mentions the row is asked about the other.

use proc_macro2::Span;
use syn::punctuated::Punctuated;
use syn::{BinOp, Expr, ExprBinary, ExprMethodCall, ExprUnary, Ident, Token, UnOp, token};

use super::plain::{ends, is_condition, without_brackets};
use super::refuse::refused;
use super::rewrite::Rewriter;

/// `left op right` as `left.op(right)`, or the other way round where only the right side mentions the row.
pub(super) fn comparison(rewriter: &mut Rewriter, binary: ExprBinary) -> Expr {
    // The program's own numbers have bits, and Rust says of its own conditions what is wrong with them.
    let about_rows = |side: &Expr| tighter(side).filter(|_| rewriter.concerns(side));
    if let Some(op) = about_rows(&binary.left).or_else(|| about_rows(&binary.right)) {
        return refused(op, "this binds tighter than comparisons do: write `&&` or `||`");
    }
    let (last, span) = (ends(&binary).1, operator_span(&binary));
    let ExprBinary { left, op, right, .. } = binary;
    let (left, right) = (without_brackets(*left), without_brackets(*right));
    if matches!((&left, &right), (Expr::Tuple(_), _) | (_, Expr::Tuple(_))) && rewriter.concerns(&left) {
        return refused(left, "columns are compared one by one: connect the comparisons with `&&`");
    }
    if is_condition_itself(&left) || is_condition_itself(&right) {
        return between_conditions(rewriter, left, op, right);
    }
    let flips = !rewriter.concerns(&left);
    let (asked, other) = if flips { (right, left) } else { (left, right) };
    let method = Ident::new(method(op, flips), span);
    let receiver = rewriter.operand(without_reference(asked));
    let argument = without_brackets(rewriter.operand(other));
    call(receiver, method, [argument], last)
}

/// `receiver.method(arguments)`, whose end is at this place.
pub(super) fn call(receiver: Expr, method: Ident, arguments: impl IntoIterator<Item = Expr>, last: Span) -> Expr {
    Expr::MethodCall(ExprMethodCall {
        attrs: Vec::new(),
        receiver: Box::new(receiver),
        dot_token: Token![.](method.span()),
        method,
        turbofish: None,
        paren_token: token::Paren(last),
        args: arguments.into_iter().collect::<Punctuated<_, _>>(),
    })
}

/// A column needs no reference to be looked at.
pub(super) fn without_reference(expr: Expr) -> Expr {
    match without_brackets(expr) {
        Expr::Reference(reference) if reference.mutability.is_none() => without_reference(*reference.expr),
        expr => expr,
    }
}

pub(super) fn operator_span(binary: &ExprBinary) -> Span {
    ends(&binary.op).0
}

/// `==` between conditions is "both or none", which a condition has operators for.
fn between_conditions(rewriter: &mut Rewriter, left: Expr, op: BinOp, right: Expr) -> Expr {
    let span = ends(&op).0;
    let paren =
        |expr| Expr::Paren(syn::ExprParen { attrs: Vec::new(), paren_token: token::Paren(span), expr: Box::new(expr) });
    let (left, right) = (paren(rewriter.condition(left)), paren(rewriter.condition(right)));
    let differ = |left, right| ExprBinary {
        attrs: Vec::new(),
        left: Box::new(left),
        op: BinOp::BitXor(Token![^](span)),
        right: Box::new(right),
    };
    match op {
        BinOp::Ne(_) => Expr::Binary(differ(left, right)),
        BinOp::Eq(_) => {
            let differ = paren(Expr::Binary(differ(left, right)));
            Expr::Unary(ExprUnary { attrs: Vec::new(), op: UnOp::Not(Token![!](span)), expr: Box::new(differ) })
        }
        op => refused(op, "conditions are neither larger nor smaller than others"),
    }
}

fn is_condition_itself(expr: &Expr) -> bool {
    match expr {
        Expr::Binary(binary) => is_condition(binary.op),
        Expr::Unary(unary) => matches!(unary.op, UnOp::Not(_)),
        _ => false,
    }
}

/// `&` and its kin without brackets around, which Rust takes together before it compares: `a == 1 & b` is `a == (1 & b)`.
fn tighter(side: &Expr) -> Option<BinOp> {
    match side {
        Expr::Binary(binary) if matches!(binary.op, BinOp::BitAnd(_) | BinOp::BitOr(_) | BinOp::BitXor(_)) => {
            Some(binary.op)
        }
        _ => None,
    }
}

fn method(op: BinOp, flips: bool) -> &'static str {
    match (op, flips) {
        (BinOp::Eq(_), _) => "eq",
        (BinOp::Ne(_), _) => "ne",
        (BinOp::Lt(_), false) | (BinOp::Gt(_), true) => "lt",
        (BinOp::Le(_), false) | (BinOp::Ge(_), true) => "le",
        (BinOp::Gt(_), false) | (BinOp::Lt(_), true) => "gt",
        _ => "ge",
    }
}
