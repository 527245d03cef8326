use proc_macro2::Span;
use syn::{Attribute, Expr, ExprLit, Ident, Lit, Token, punctuated::Punctuated};

use crate::ctxt::Ctxt;
use crate::ir::Width;

/// The column's type by the enum's `#[repr(..)]`: the smallest that holds each of its numbers. Without one, 32 bits.
pub(super) fn width(attributes: &[Attribute], integer: Span, ctxt: &mut Ctxt) -> Width {
    let reprs = attributes.iter().filter(|attribute| attribute.path().is_ident("repr"));
    let names = reprs.filter_map(|repr| repr.parse_args_with(Punctuated::<Ident, Token![,]>::parse_terminated).ok());
    for name in names.flatten() {
        return match name.to_string().as_str() {
            "i8" | "u8" | "i16" => Width::Small,
            "u16" | "i32" => Width::Medium,
            "u32" | "i64" => Width::Big,
            "C" | "transparent" => continue,
            other => {
                ctxt.error_at(
                    integer,
                    format!("`integer` has no column for the numbers of a {other}: write #[repr(i64)]"),
                );
                Width::Big
            }
        };
    }
    Width::Medium
}

/// Whether a number that is written down does not fit into 32 bits. What is computed is checked by the compiler.
pub(super) fn is_too_large(number: &Expr) -> bool {
    let (negative, number) = match number {
        Expr::Unary(negated) => (true, &*negated.expr),
        number => (false, number),
    };
    let Expr::Lit(ExprLit { lit: Lit::Int(digits), .. }) = number else { return false };
    let Ok(size) = digits.base10_parse::<i128>() else { return true };
    i32::try_from(if negative { -size } else { size }).is_err()
}
