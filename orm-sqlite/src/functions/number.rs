//! Functions of numbers. What has no value is an error, as it is to PostgreSQL, and not NULL.

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Error, Result};
use rust_decimal::prelude::ToPrimitive as _;
use rust_decimal::{Decimal, RoundingStrategy};

use super::{decimal, failed, pure};

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
    pure(connection, "round_half_up", 2, |context| round(number(context, 0)?, context.get(1)?))?;
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
        ValueRef::Text(_) => decimal_of(context, index)?.to_f64().ok_or_else(|| failed("not a number")),
        other => Err(Error::InvalidFunctionParameterType(index, other.data_type())),
    }
}

fn decimal_of(context: &Context<'_>, index: usize) -> Result<Decimal> {
    decimal::parse(context.get_raw(index)).ok_or_else(|| failed("not a decimal"))
}

/// As PostgreSQL rounds the decimal that a float is written as; what has no fraction that could be rounded stays.
fn round(x: f64, digits: i64) -> Result<f64> {
    let Some(value) = decimal::parse(ValueRef::Real(x)) else { return Ok(x) };
    let rounded = rounded(value, digits).and_then(|value| value.to_f64());
    rounded.ok_or_else(|| failed("round: out of range"))
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
