//! Functions of numbers. What has no value is an error, as it is to PostgreSQL, and not NULL.

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Error, Result};
use rust_decimal::{Decimal, RoundingStrategy};

use super::{decimal, failed, pure, some_text};

type Unary = fn(f64) -> f64;
type HasValue = fn(f64) -> bool;
type IsValue = fn(f64, f64) -> bool;

/// Functions of one number, with the numbers that they have a value for, and whether of such a number this is the value, and not what
/// one that is too large or too small for a float has become.
const UNARY: [(&str, Unary, HasValue, IsValue); 14] = [
    ("sqrt", f64::sqrt, |x| x >= 0.0, any),
    ("exp", f64::exp, always, |x, result| x.is_infinite() || result.is_normal() || result.is_subnormal()),
    ("ln", f64::ln, |x| x > 0.0, any),
    ("sin", f64::sin, f64::is_finite, any),
    ("cos", f64::cos, f64::is_finite, any),
    ("tan", f64::tan, f64::is_finite, any),
    ("cot", |x| 1.0 / x.tan(), f64::is_finite, any),
    ("asin", f64::asin, within_one, any),
    ("acos", f64::acos, within_one, any),
    ("atan", f64::atan, always, any),
    ("degrees", f64::to_degrees, always, of_its_size),
    ("radians", f64::to_radians, always, of_its_size),
    ("ceil", f64::ceil, always, any),
    ("floor", f64::floor, always, any),
];

fn always(_: f64) -> bool {
    true
}

fn any(_: f64, _: f64) -> bool {
    true
}

/// Infinite where the number is, and zero where it is.
fn of_its_size(x: f64, result: f64) -> bool {
    x.is_infinite() == result.is_infinite() && (x == 0.0) == (result == 0.0)
}

fn within_one(x: f64) -> bool {
    (-1.0..=1.0).contains(&x)
}

pub(super) fn define(connection: &Connection) -> Result<()> {
    for (name, function, has_value, is_value) in UNARY {
        pure(connection, name, 1, move |context| {
            let x = number(context, 0)?;
            let result = function(x);
            if has_value(x) && is_value(x, result) {
                Ok(result)
            } else {
                Err(failed(format!("{name}: input is out of range")))
            }
        })?;
    }
    pure(connection, "power", 2, |context| power(number(context, 0)?, number(context, 1)?))?;
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

fn power(base: f64, exponent: f64) -> Result<f64> {
    let result = base.powf(exponent);
    let are_finite = base.is_finite() && exponent.is_finite();
    if base == 0.0 && exponent < 0.0 {
        Err(failed("zero raised to a negative power is undefined"))
    } else if base < 0.0 && exponent.is_finite() && exponent.fract() != 0.0 {
        Err(failed("a negative number raised to a non-integer power yields a complex result"))
    } else if are_finite && (result.is_infinite() || result == 0.0 && base != 0.0) {
        Err(failed("power: input is out of range"))
    } else {
        Ok(result)
    }
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
        let rounded = value.round_dp_with_strategy(digits.min(28), RoundingStrategy::MidpointAwayFromZero);
        return Some(decimal::padded(rounded, digits));
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

    #[test]
    fn what_is_infinite_or_nothing() {
        let infinite = f64::INFINITY;
        for (sql, value) in [
            ("power(9e999, 2)", infinite),
            ("power(-9e999, 3)", -infinite),
            ("power(9e999, -2)", 0.0),
            ("power(0.5, 9e999)", 0.0),
            ("power(-1, 9e999)", 1.0),
            ("power(0, 2)", 0.0),
            ("exp(-9e999)", 0.0),
            ("exp(9e999)", infinite),
            ("cot(0)", infinite),
            ("ln(1)", 0.0),
            ("degrees(0)", 0.0),
            ("radians(-9e999)", -infinite),
        ] {
            assert_eq!(ask(sql), Ok(value), "{sql}");
        }
        for sql in [
            "power(1e-300, 2)",
            "power(1e300, 2)",
            "power(0, -9e999)",
            "power(-8, 0.5)",
            "power(-9e999, 0.5)",
            "exp(1000)",
            "exp(-1000)",
            "degrees(1e308)",
            "radians(5e-324)",
            "ln(0)",
            "sin(9e999)",
        ] {
            assert!(ask(sql).is_err(), "{sql}");
        }
    }
}
