//! What PostgreSQL's ranges are asked, asked of their texts. What a range is of shows in its text, but for whether numbers are
//! whole, which counts only where a bound is given by itself.

use std::cmp::Ordering;

use orm_core::value::{Endpoint, InvalidRange, Range, RangeType};
use rusqlite::functions::Context;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Result};

use super::{decimal, failed, pure, some_text};
use crate::bind::owned;
use crate::temporal;

type Ask = fn(&Range<Endpoint>, &Range<Endpoint>) -> bool;
type Tell = fn(&Range<Endpoint>) -> bool;
type Make = fn(&Range<Endpoint>, &Range<Endpoint>) -> std::result::Result<Range<Endpoint>, InvalidRange>;
type Take = fn(&Range<Endpoint>) -> Option<&Endpoint>;

/// What is asked of two ranges.
const QUESTIONS: [(&str, Ask); 7] = [
    ("range_holds", Range::contains_range),
    ("range_overlaps", Range::overlaps),
    ("range_before", Range::fully_lt),
    ("range_after", Range::fully_gt),
    ("range_not_before", Range::not_lt),
    ("range_not_after", Range::not_gt),
    ("range_adjacent", Range::adjacent_to),
];

/// What is asked of one.
const PROPERTIES: [(&str, Tell); 5] = [
    ("range_is_empty", Range::is_empty),
    ("range_lower_inc", Range::lower_inc),
    ("range_upper_inc", Range::upper_inc),
    ("range_lower_inf", Range::lower_inf),
    ("range_upper_inf", Range::upper_inf),
];

/// What is made of two.
const OPERATIONS: [(&str, Make); 3] = [
    ("range_intersection", |one, other| Ok(one.intersection(other))),
    ("range_union", Range::union),
    ("range_difference", Range::difference),
];

/// The bounds' values; the second argument is PostgreSQL's name of the range's type.
const BOUNDS: [(&str, Take); 2] = [("range_lower", Range::lower), ("range_upper", Range::upper)];

const TYPES: [RangeType; 6] = [
    RangeType::Integer,
    RangeType::BigInt,
    RangeType::Decimal,
    RangeType::Date,
    RangeType::Timestamp,
    RangeType::TimestampTz,
];

pub(super) fn define(connection: &Connection) -> Result<()> {
    for (name, ask) in QUESTIONS {
        pure(connection, name, 2, move |context| Ok(ask(&argument(context, 0)?.1, &argument(context, 1)?.1)))?;
    }
    for (name, tell) in PROPERTIES {
        pure(connection, name, 1, move |context| Ok(tell(&argument(context, 0)?.1)))?;
    }
    for (name, make) in OPERATIONS {
        pure(connection, name, 2, move |context| {
            let ((ty, one), (other_ty, other)) = (argument(context, 0)?, argument(context, 1)?);
            // What has no bounds shows nothing of what it is of.
            let ty = if one.lower().or(one.upper()).is_some() { ty } else { other_ty };
            make(&one, &other).map(|range| ty.plain_text(&range)).map_err(|error| failed(error.to_string()))
        })?;
    }
    for (name, take) in BOUNDS {
        pure(connection, name, 2, move |context| {
            let (ty, text) = (some_text(context, 1)?, some_text(context, 0)?);
            let ty = TYPES.into_iter().find(|known| known.name() == ty).ok_or_else(|| failed("no type of ranges"))?;
            let range = ty.parse(&text).map_err(|_| no_range(&text))?;
            take(&range).map_or(Ok(Value::Null), |bound| owned(&ty.value(*bound)).map_err(failed))
        })?;
    }
    pure(connection, "range_contains", 2, |context| {
        let value = endpoint(context.get_raw(1)).ok_or_else(|| failed("a range cannot contain this value"))?;
        Ok(argument(context, 0)?.1.contains(&value))
    })
}

fn argument(context: &Context<'_>, index: usize) -> Result<(RangeType, Range<Endpoint>)> {
    let text = some_text(context, index)?;
    read(&text).ok_or_else(|| no_range(&text))
}

fn no_range(text: &str) -> rusqlite::Error {
    failed(format!("{text:?} is no range"))
}

/// A range, and what it is of.
fn read(text: &str) -> Option<(RangeType, Range<Endpoint>)> {
    let has_days = || text.bytes().zip(text.bytes().skip(1)).any(|pair| pair.0.is_ascii_digit() && pair.1 == b'-');
    let ty = match text {
        text if text.contains("+00") => RangeType::TimestampTz,
        text if text.contains(':') => RangeType::Timestamp,
        text if text.contains('J') || has_days() => RangeType::Date,
        _ => RangeType::Decimal,
    };
    Some((ty, ty.parse(text).ok()?))
}

/// A value as a bound of the ranges that can contain it.
fn endpoint(value: ValueRef<'_>) -> Option<Endpoint> {
    let as_time = |text| {
        let day = || temporal::parse_date(text).map(i64::from);
        temporal::parse_timestamp(text).or_else(day).map(Endpoint::Whole)
    };
    match value {
        ValueRef::Text(text) => as_time(text).or_else(|| decimal::parse(value).map(Endpoint::Decimal)),
        ValueRef::Null | ValueRef::Blob(_) => None,
        number => decimal::parse(number).map(Endpoint::Decimal),
    }
}

/// Compares two ranges as PostgreSQL does. What is none comes last.
pub(super) fn compare(left: &str, right: &str) -> Ordering {
    if left == right {
        return Ordering::Equal;
    }
    match (read(left), read(right)) {
        (Some((_, left)), Some((_, right))) => left.cmp(&right),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => left.cmp(right),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_postgresqls_order() {
        for sorted in [
            &["empty", "(,-9)", "(,5)", "(,)", "[-3,-1)", "[2,3)", "[2,10)", "[2,)", "[10,11)", "nothing"][..],
            &["empty", "[1.5,2)", "[1.5,2]", "(1.5,2)", "[10,)"],
            &["(,2026-01-01)", "[\"0044-03-15 BC\",)", "[0044-03-15,)", "[2026-01-01,)", "[10000-01-01,)"],
            &["[\"2026-01-01 12:00:00+00\",)", "[\"2026-01-01 12:00:00.5+00\",)"],
            &["[\"2026-01-01 12:00:00\",)", "(\"2026-01-01 12:00:00\",)", "[\"2026-01-01 12:00:00.5\",)"],
        ] {
            let is_less = |left: &&str, right: &&str| compare(left, right).is_lt() && compare(right, left).is_gt();
            assert!(sorted.is_sorted_by(is_less), "{sorted:?}");
        }
    }

    #[test]
    fn what_is_no_range_is_said() -> Result<()> {
        let connection = Connection::open_in_memory()?;
        define(&connection)?;
        for sql in [
            "range_is_empty('x')",
            "range_holds('[1,2)', '[2,1)')",
            "range_contains('[1,2)', 'x')",
            "range_lower('[1,2)', 'x')",
        ] {
            assert!(connection.query_row(&format!("SELECT {sql}"), [], |row| row.get::<_, Value>(0)).is_err(), "{sql}");
        }
        Ok(())
    }
}
