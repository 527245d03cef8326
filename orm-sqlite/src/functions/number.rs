//! Functions of numbers. What has no value is an error, as it is to PostgreSQL, and not NULL.

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Error, Result};
use rust_decimal::{Decimal, RoundingStrategy};

use super::{decimal, failed, pure, some_text};

type Unary = fn(f64) -> f64;
type HasValue = fn(f64) -> bool;

/// Functions of one number, with the numbers that they have a value for.
const UNARY: [(&str, Unary, HasValue); 14] = [
    ("sqrt", f64::sqrt, |x| x >= 0.0),
    ("exp", f64::exp, always),
    ("ln", f64::ln, |x| x > 0.0),
    ("sin", f64::sin, f64::is_finite),
    ("cos", f64::cos, f64::is_finite),
    ("tan", f64::tan, f64::is_finite),
    ("cot", |x| 1.0 / x.tan(), f64::is_finite),
    ("asin", f64::asin, within_one),
    ("acos", f64::acos, within_one),
    ("atan", f64::atan, always),
    ("degrees", f64::to_degrees, always),
    ("radians", f64::to_radians, always),
    ("ceil", f64::ceil, always),
    ("floor", f64::floor, always),
];

fn always(_: f64) -> bool {
    true
}

fn within_one(x: f64) -> bool {
    (-1.0..=1.0).contains(&x)
}

pub(super) fn define(connection: &Connection) -> Result<()> {
    for (name, function, has_value) in UNARY {
        pure(connection, name, 1, move |context| {
            let x = number(context, 0)?;
            let result = function(x);
            let overflows = result.is_infinite() && x.is_finite() && name != "cot";
            if has_value(x) && !overflows { Ok(result) } else { Err(failed(format!("{name}: input is out of range"))) }
        })?;
    }
    pure(connection, "power", 2, |context| {
        let (base, exponent) = (number(context, 0)?, number(context, 1)?);
        match base.powf(exponent) {
            _ if base == 0.0 && exponent < 0.0 => Err(failed("zero raised to a negative power is undefined")),
            result if result.is_nan() || result.is_infinite() => Err(failed("power: input is out of range")),
            result => Ok(result),
        }
    })?;
    pure(connection, "atan2", 2, |context| Ok(number(context, 0)?.atan2(number(context, 1)?)))?;
    pure(connection, "sign_of", 1, |context| {
        let x = number(context, 0)?;
        Ok(if x > 0.0 {
            1_i64
        } else if x < 0.0 {
            -1
        } else {
            0
        })
    })?;
    pure(connection, "round_half_up", 3, |context| {
        round(number(context, 0)?, context.get(1)?, some_text(context, 2)? == "real")
    })?;
    for (name, digits) in [("decimal_abs", Shape::Abs), ("decimal_ceil", Shape::Ceil), ("decimal_floor", Shape::Floor)]
    {
        pure(connection, name, 1, move |context| {
            let value = decimal_of(context, 0)?;
            Ok(match digits {
                Shape::Abs => value.abs(),
                Shape::Ceil => value.ceil(),
                Shape::Floor => value.floor(),
            }
            .to_string())
        })?;
    }
    pure(connection, "decimal_round", 2, |context| {
        let rounded = rounded(decimal_of(context, 0)?, context.get(1)?);
        rounded.map(|value| value.to_string()).ok_or_else(|| failed("numeric field overflow"))
    })?;
    let flags = FunctionFlags::SQLITE_UTF8.union(FunctionFlags::SQLITE_INNOCUOUS);
    connection
        .create_scalar_function("random_fraction", 0, flags, |_| Ok(fraction(uuid::Uuid::new_v4().as_u64_pair().1)))
}

#[derive(Clone, Copy)]
enum Shape {
    Abs,
    Ceil,
    Floor,
}

/// The random bits of such an identifier but for the two that say its kind, 52 of them, as a number from 0 to less than 1.
fn fraction(bits: u64) -> f64 {
    f64::from_bits(0x3ff0_0000_0000_0000 | (bits << 2) >> 12) - 1.0
}

/// An argument that is a number, or a decimal.
pub(super) fn number(context: &Context<'_>, index: usize) -> Result<f64> {
    match context.get_raw(index) {
        ValueRef::Real(number) => Ok(number),
        #[allow(clippy::cast_precision_loss, reason = "as a cast to double precision does")]
        ValueRef::Integer(number) => Ok(number as f64),
        ValueRef::Text(_) => {
            let number = some_text(context, index)?.parse::<f64>().ok();
            number.filter(|number| number.is_finite()).ok_or_else(|| failed("not a number"))
        }
        other => Err(Error::InvalidFunctionParameterType(index, other.data_type())),
    }
}

fn decimal_of(context: &Context<'_>, index: usize) -> Result<Decimal> {
    decimal::parse(context.get_raw(index)).ok_or_else(|| failed("not a decimal"))
}

/// As PostgreSQL rounds the decimal that a float is written as: the shortest text that means the same number of its type.
fn round(x: f64, digits: i64, single: bool) -> Result<f64> {
    let written = if single { format!("{:e}", narrowed(x)) } else { format!("{x:e}") };
    let Some(rounded) = rounded_text(&written, digits) else { return Ok(x) };
    let value = if single { rounded.parse::<f32>().map(f64::from) } else { rounded.parse() };
    value.ok().filter(|value| value.is_finite()).ok_or_else(|| failed("round: out of range"))
}

/// The nearest number of 32 bits; what is too large for these is infinite.
#[allow(clippy::cast_possible_truncation, reason = "as a cast to real does")]
pub(super) fn narrowed(x: f64) -> f32 {
    x as f32
}

/// A number that is written as digits and an exponent, rounded to so many digits behind the point: a half away from zero. None where
/// it has no more than these, or is infinite.
fn rounded_text(written: &str, digits: i64) -> Option<String> {
    let (mantissa, exponent) = written.split_once('e')?;
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let all = mantissa.replace('.', "");
    let kept = exponent.parse::<i64>().ok()?.saturating_add(1).saturating_add(digits);
    // Its first digit stands behind the one that is rounded to, where there are nothing but zeros.
    let Ok(kept) = usize::try_from(kept) else { return Some("0".to_owned()) };
    let (kept, lost) = all.split_at_checked(kept)?;
    let up = *lost.as_bytes().first()? >= b'5';
    let whole = if kept.is_empty() { 0 } else { kept.parse::<u64>().ok()? } + u64::from(up);
    let sign = if whole == 0 { "" } else { sign };
    Some(format!("{sign}{whole}e{}", digits.saturating_neg()))
}

/// Of two that are as near, the one further from zero. Digits before the point have negative numbers.
fn rounded(value: Decimal, digits: i64) -> Option<Decimal> {
    if let Ok(digits) = u32::try_from(digits) {
        return Some(value.round_dp_with_strategy(digits.min(28), RoundingStrategy::MidpointAwayFromZero));
    }
    let Ok(places) = u32::try_from(digits.unsigned_abs()) else { return Some(Decimal::ZERO) };
    let Some(unit) = 10_i128.checked_pow(places).filter(|_| places <= 28) else { return Some(Decimal::ZERO) };
    let unit = Decimal::try_from_i128_with_scale(unit, 0).ok()?;
    value.checked_div(unit)?.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).checked_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(sql: &str) -> Result<f64> {
        let connection = Connection::open_in_memory()?;
        define(&connection)?;
        connection.query_row(&format!("SELECT {sql}"), [], |row| row.get(0))
    }

    #[test]
    fn floats_are_rounded_as_they_are_written() {
        for (sql, rounded) in [
            ("1.005, 2, 'double precision'", 1.01),
            ("2.675, 2, 'real'", f64::from(2.68_f32)),
            ("-2.5, 0, 'double precision'", -3.0),
            ("5.55e-17, 2, 'double precision'", 0.0),
            ("5.55e-17, 17, 'double precision'", 6e-17),
            ("1.5e300, -300, 'double precision'", 2e300),
            ("4.9, -1, 'double precision'", 0.0),
            ("0.0, -9223372036854775808, 'double precision'", 0.0),
            ("0.5, 9223372036854775807, 'double precision'", 0.5),
            ("9e999, 0, 'double precision'", f64::INFINITY),
            ("9e999, 0, 'real'", f64::INFINITY),
        ] {
            assert_eq!(ask(&format!("round_half_up({sql})")), Ok(rounded), "{sql}");
        }
        assert!(ask("round_half_up(1.74e308, -307, 'double precision')").is_ok());
        assert!(ask("round_half_up(1.79e308, -307, 'double precision')").is_err());
    }
}
