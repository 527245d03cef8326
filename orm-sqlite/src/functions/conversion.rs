//! Values as other types, as PostgreSQL's CAST makes them; what cannot be is an error, and not what SQLite makes of its beginning.

use std::fmt::{Display, LowerExp};
use std::num::IntErrorKind;

use rusqlite::functions::Context;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Error, Result};
use rust_decimal::RoundingStrategy;
use rust_decimal::prelude::ToPrimitive as _;

use super::number::{narrowed, number};
use super::{decimal, failed, pure, some_text};

pub(super) fn define(connection: &Connection) -> Result<()> {
    pure(connection, "to_whole", 2, to_whole)?;
    pure(connection, "text_to_whole", 2, |context| {
        let (text, ty) = (some_text(context, 0)?, some_text(context, 1)?);
        match trimmed(&text).parse::<i64>() {
            Ok(number) => fitting(number, &ty),
            Err(error) if matches!(error.kind(), IntErrorKind::PosOverflow | IntErrorKind::NegOverflow) => {
                Err(out_of_range(&ty))
            }
            Err(_) => Err(invalid(&ty, &text)),
        }
    })?;
    pure(connection, "to_float", 2, to_float)?;
    pure(connection, "to_text", 1, |context| Ok(some_text(context, 0)?.into_owned()))?;
    pure(connection, "float_to_text", 2, |context| {
        let x = number(context, 0)?;
        Ok(if some_text(context, 1)? == "real" { float_text(narrowed(x), 6) } else { float_text(x, 15) })
    })?;
    pure(connection, "to_decimal", 1, |context| {
        let text = match context.get_raw(0) {
            ValueRef::Real(number) => format!("{number:?}").into(),
            _ => some_text(context, 0)?,
        };
        let digits = trimmed(&text);
        let is_number =
            digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'+' | b'-' | b'e' | b'E'));
        let value = decimal::parse(ValueRef::Text(digits.as_bytes())).filter(|_| is_number);
        value.map(|value| value.to_string()).ok_or_else(|| invalid("numeric", &text))
    })?;
    pure(connection, "text_to_boolean", 1, |context| {
        let text = some_text(context, 0)?;
        truth(&trimmed(&text).to_ascii_lowercase()).ok_or_else(|| invalid("boolean", &text))
    })
}

/// A whole number within the range of its type: a float is rounded to the even one of two that are as near, a decimal away from
/// zero.
fn to_whole(context: &Context<'_>) -> Result<Value> {
    let ty = some_text(context, 1)?;
    let number = match context.get_raw(0) {
        ValueRef::Integer(number) => Some(number),
        ValueRef::Real(number) => whole(number.round_ties_even()),
        value => decimal::parse(value)
            .and_then(|value| value.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).to_i64()),
    };
    fitting(number.ok_or_else(|| out_of_range(&ty))?, &ty)
}

/// A number without a fraction as an integer.
fn whole(number: f64) -> Option<i64> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    #[allow(clippy::cast_possible_truncation, reason = "what is cast has no fraction and is in the range")]
    (-LIMIT..LIMIT).contains(&number).then_some(number as i64)
}

fn fitting(number: i64, ty: &str) -> Result<Value> {
    let fits = match ty {
        "smallint" => i16::try_from(number).is_ok(),
        "integer" => i32::try_from(number).is_ok(),
        _ => true,
    };
    if fits { Ok(Value::Integer(number)) } else { Err(out_of_range(ty)) }
}

/// A number, or the text of one, as a float of its type, which neither becomes infinite nor vanishes.
fn to_float(context: &Context<'_>) -> Result<f64> {
    let ty = some_text(context, 1)?;
    let single = ty == "real";
    let (result, was_finite, was_zero) = match context.get_raw(0) {
        ValueRef::Text(_) => {
            let text = some_text(context, 0)?;
            let written = trimmed(&text);
            let parsed = if single { written.parse::<f32>().map(f64::from) } else { written.parse::<f64>() };
            let digits = written.split(['e', 'E']).next().unwrap_or_default();
            let is_zero = !digits.contains(|digit| matches!(digit, '1'..='9'));
            let number = parsed.map_err(|_| invalid(&ty, &text))?;
            (number, digits.contains(|digit: char| digit.is_ascii_digit()), is_zero)
        }
        _ => {
            let x = number(context, 0)?;
            (if single { narrowed(x).into() } else { x }, x.is_finite(), x == 0.0)
        }
    };
    match result {
        _ if result.is_nan() => Err(failed("NaN is no number to SQLite")),
        _ if was_finite && (result.is_infinite() || result == 0.0 && !was_zero) => Err(out_of_range(&ty)),
        _ => Ok(result),
    }
}

/// A float as PostgreSQL writes it: with an exponent where it is below 0.0001, or has more digits before the point than its type keeps.
fn float_text<F: Display + LowerExp>(x: F, digits: i32) -> String {
    let written = format!("{x:e}");
    let parts =
        written.split_once('e').and_then(|(mantissa, exponent)| Some((mantissa, exponent.parse::<i32>().ok()?)));
    match parts {
        None => written.replace("inf", "Infinity"),
        Some((_, exponent)) if (-4..digits).contains(&exponent) => x.to_string(),
        Some((mantissa, exponent)) => {
            let sign = if exponent < 0 { '-' } else { '+' };
            format!("{mantissa}e{sign}{:02}", exponent.unsigned_abs())
        }
    }
}

/// What a word or the beginning of one says, where there is only one that begins like that.
fn truth(word: &str) -> Option<bool> {
    let is = |whole: &str, least: usize| word.len() >= least && whole.starts_with(word);
    match word {
        "1" => Some(true),
        "0" => Some(false),
        _ if is("true", 1) || is("yes", 1) || is("on", 2) => Some(true),
        _ if is("false", 1) || is("no", 1) || is("off", 2) => Some(false),
        _ => None,
    }
}

/// Without what is space to PostgreSQL, which knows that of ASCII.
fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\n', '\r', '\x0b', '\x0c'])
}

fn out_of_range(ty: &str) -> Error {
    failed(format!("{ty} out of range"))
}

fn invalid(ty: &str, text: &str) -> Error {
    failed(format!("invalid input syntax for type {ty}: {text:?}"))
}
