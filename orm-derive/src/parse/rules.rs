//! What the values of a field must meet.

use proc_macro2::Span;
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{Error, Expr, ExprLit, ExprRange, ExprUnary, Ident, Lit, Path, RangeLimits, Result, Token, UnOp, token};

use super::attributes;
use crate::ir::{Choices, Number, Range, Rules};

const RANGE: &str = "range = 18..=120";
const CHOICES: &str = "choices = [\"new\", \"old\"]";

/// More digits after the point than these leave no room for any before it.
const MOST_DIGITS_AFTER: usize = 15;

/// Their names.
pub(super) const NAMES: [&str; 8] = ["min_length", "range", "choices", "pattern", "email", "url", "validate", "check"];

/// Reads the rule of this name, from what follows the name.
pub(super) fn read(rules: &mut Rules, name: &Ident, input: ParseStream<'_>) -> Result<()> {
    match name.to_string().as_str() {
        "min_length" => rules.min_length = Some(attributes::whole_number(name, input, "min_length = 3")?),
        "range" => rules.range = Some(range(name, input)?),
        "choices" => rules.choices = Some(choices(name, input)?),
        "pattern" => rules.pattern = Some(attributes::text(name, input, "pattern = \"^[a-z]+$\"")?),
        "validate" => rules.validate.push(function(name, input, "validate = not_reserved")?),
        "check" if input.peek(Token![=]) || input.peek(token::Paren) => {
            let message = "`check` above a field makes CHECK constraints of its other rules, and takes no value: \
                           a condition of your own belongs above the struct, check(name = |m| ..)";
            return Err(Error::new(name.span(), message));
        }
        other => {
            attributes::flag(name, input)?;
            match other {
                "email" => rules.email = true,
                "url" => rules.url = true,
                _ => rules.check = true,
            }
        }
    }
    Ok(())
}

/// `= path::of::a_function`
pub(super) fn function(name: &Ident, input: ParseStream<'_>, example: &str) -> Result<Path> {
    let message = format!("`{name}` takes the name of a function: {example}");
    if !input.peek(Token![=]) {
        return Err(Error::new(name.span(), message));
    }
    input.parse::<Token![=]>()?;
    let span = input.span();
    input.call(Path::parse_mod_style).map_err(|_| Error::new(span, message))
}

fn range(name: &Ident, input: ParseStream<'_>) -> Result<Range> {
    let shape = |span| Error::new(span, format!("`range` takes two numbers, or one of them: {RANGE}, or 0.."));
    let expr = attributes::expression(name, input, RANGE)?;
    let span = expr.span();
    let Expr::Range(ExprRange { start, limits, end, .. }) = expr else { return Err(shape(span)) };
    let end_of = |end: Option<Box<Expr>>| end.map(|end| number(&end).ok_or_else(|| not_a_number(&end))).transpose();
    let (least, most) = (end_of(start)?, end_of(end)?);
    if least.is_none() && most.is_none() {
        return Err(shape(span));
    }
    Ok(Range { least, most, includes_most: matches!(limits, RangeLimits::Closed(_)), span })
}

fn choices(name: &Ident, input: ParseStream<'_>) -> Result<Choices> {
    let shape = |span: Span| Error::new(span, format!("`choices` takes a list of texts, or of numbers: {CHOICES}"));
    let expr = attributes::expression(name, input, CHOICES)?;
    let Expr::Array(array) = &expr else { return Err(shape(expr.span())) };
    let is_text = |item: &Expr| matches!(item, Expr::Lit(ExprLit { lit: Lit::Str(_), .. }));
    match array.elems.first() {
        None => Err(Error::new(array.span(), "`choices` of nothing leave no value: write at least one")),
        Some(first) if is_text(first) => {
            let texts = array.elems.iter().map(|item| match item {
                Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Ok(text.clone()),
                other => Err(shape(other.span())),
            });
            Ok(Choices::Texts(texts.collect::<Result<_>>()?))
        }
        Some(_) => {
            let numbers = array.elems.iter().map(|item| match number(item) {
                Some(number) => Ok((number, item.span())),
                None if is_text(item) => Err(shape(item.span())),
                None => Err(not_a_number(item)),
            });
            Ok(Choices::Numbers(numbers.collect::<Result<_>>()?))
        }
    }
}

fn not_a_number(expr: &Expr) -> Error {
    let message = "write the number itself here, such as 18 or -0.5, which the database is told as well";
    Error::new(expr.span(), message)
}

/// A number that is written with its digits.
fn number(expr: &Expr) -> Option<Number> {
    match expr {
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => digits(expr, "-"),
        Expr::Group(group) => number(&group.expr),
        Expr::Paren(paren) => number(&paren.expr),
        expr => digits(expr, ""),
    }
}

fn digits(expr: &Expr, sign: &str) -> Option<Number> {
    let Expr::Lit(ExprLit { lit, .. }) = expr else { return None };
    let text = match lit {
        Lit::Int(int) => int.base10_digits().to_owned(),
        Lit::Float(float) => float.base10_digits().to_owned(),
        _ => return None,
    };
    let (whole, after) = text.split_once('.').unwrap_or((&text, ""));
    let after = after.trim_end_matches('0');
    if after.len() > MOST_DIGITS_AFTER {
        return None;
    }
    let whole = format!("{sign}{whole}{after}").parse().ok()?;
    Some(Number { whole, scale: u32::try_from(after.len()).ok()? })
}
