//! What PostgreSQL's arrays are asked, asked of lists in JSON. The last argument says what is in them, by PostgreSQL's name; what is
//! no such name is text.

use orm_core::value::{RangeType, SqlType};
use rusqlite::functions::Context;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Result};
use serde_json::value::RawValue;

use super::json::{broken, place};
use super::{collations, decimal, failed, pure, some_text};
use crate::bind::owned;
use crate::list;

const TYPES: [SqlType; 23] = [
    SqlType::Boolean,
    SqlType::SmallInt,
    SqlType::Integer,
    SqlType::BigInt,
    SqlType::Real,
    SqlType::Double,
    SqlType::Bytes,
    SqlType::Uuid,
    SqlType::Date,
    SqlType::Time,
    SqlType::Timestamp,
    SqlType::TimestampTz,
    SqlType::Decimal,
    SqlType::Json,
    SqlType::Interval,
    SqlType::Inet,
    SqlType::Cidr,
    SqlType::Range(RangeType::Integer),
    SqlType::Range(RangeType::BigInt),
    SqlType::Range(RangeType::Decimal),
    SqlType::Range(RangeType::Date),
    SqlType::Range(RangeType::Timestamp),
    SqlType::Range(RangeType::TimestampTz),
];

pub(super) fn define(connection: &Connection) -> Result<()> {
    pure(connection, "list_holds", 3, |context| {
        let ty = element_type(context, 2)?;
        let (whole, part) = (elements(context, 0, ty)?, elements(context, 1, ty)?);
        Ok(part.iter().all(|part| is_among(&whole, part, ty)))
    })?;
    pure(connection, "list_overlaps", 3, |context| {
        let ty = element_type(context, 2)?;
        let (left, right) = (elements(context, 0, ty)?, elements(context, 1, ty)?);
        Ok(right.iter().any(|element| is_among(&left, element, ty)))
    })?;
    connection.create_scalar_function("list_has", 3, super::PURE, |context| {
        if matches!(context.get_raw(0), ValueRef::Null) {
            return Ok(None);
        }
        let ty = element_type(context, 2)?;
        let element = context.get_raw(1);
        Ok(Some(elements(context, 0, ty)?.iter().any(|other| is_same(other.into(), element, ty))))
    })?;
    pure(connection, "list_at", 3, |context| {
        let ty = element_type(context, 2)?;
        let json = some_text(context, 0)?;
        let parts = parts(&json)?;
        let part = place(context.get(1)?, parts.len()).and_then(|place| parts.get(place));
        let Some(part) = part else { return Ok(Value::Null) };
        let element = list::parse(ty, &format!("[{}]", part.get())).map_err(|error| failed(error.to_string()))?;
        element.first().map_or(Ok(Value::Null), |element| owned(element).map_err(failed))
    })?;
    // From the first to the last, both counted from 1.
    pure(connection, "list_slice", 3, |context| {
        let json = some_text(context, 0)?;
        let (first, last): (i64, i64) = (context.get(1)?, context.get(2)?);
        let wanted = parts(&json)?.into_iter().zip(1..).filter(|(_, place)| (first..=last).contains(place));
        let wanted: Vec<&str> = wanted.map(|(part, _)| part.get()).collect();
        Ok(format!("[{}]", wanted.join(",")))
    })
}

fn element_type(context: &Context<'_>, index: usize) -> Result<SqlType> {
    let name = some_text(context, index)?;
    Ok(TYPES.into_iter().find(|ty| ty.name() == name).unwrap_or(SqlType::Text))
}

fn parts(json: &str) -> Result<Vec<&RawValue>> {
    serde_json::from_str(json).map_err(broken)
}

/// The elements as SQLite would keep each by itself.
fn elements(context: &Context<'_>, index: usize, ty: SqlType) -> Result<Vec<Value>> {
    let elements = list::parse(ty, &some_text(context, index)?).map_err(|error| failed(error.to_string()))?;
    elements.iter().map(|element| owned(element).map_err(failed)).collect()
}

fn is_among(list: &[Value], element: &Value, ty: SqlType) -> bool {
    list.iter().any(|other| is_same(other.into(), element.into(), ty))
}

/// Whether two values are equal by what they mean; NULL is equal to nothing.
fn is_same(left: ValueRef<'_>, right: ValueRef<'_>, ty: SqlType) -> bool {
    match (left, right) {
        (ValueRef::Null, _) | (_, ValueRef::Null) => false,
        (ValueRef::Text(left), ValueRef::Text(right)) => match collations::by_meaning(ty) {
            Some(compare) => by(compare, left, right),
            None => left == right,
        },
        (left, right) if ty == SqlType::Decimal => {
            let (left, right) = (decimal::parse(left), decimal::parse(right));
            left.is_some() && left == right
        }
        (left, right) => left == right,
    }
}

fn by(compare: fn(&str, &str) -> std::cmp::Ordering, left: &[u8], right: &[u8]) -> bool {
    match (std::str::from_utf8(left), std::str::from_utf8(right)) {
        (Ok(left), Ok(right)) => compare(left, right).is_eq(),
        _ => false,
    }
}
