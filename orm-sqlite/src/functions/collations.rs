//! Orders of text that means something: without them SQLite would compare its letters.

use std::cmp::Ordering;
use std::net::IpAddr;

use orm_core::value::{Interval, RangeType, SqlType};
use rusqlite::{Connection, Result};
use serde_json::value::RawValue;

use super::decimal;
use super::json::compare_documents;
use super::range;

const DAYS_PER_MONTH: i128 = 30;
const MICROS_PER_DAY: i128 = 86_400_000_000;

/// Defines the collations `decimal`, `interval`, `inet`, `range` and `json`, and `list` with those of lists whose elements mean more than they are
/// written as.
pub(super) fn define(connection: &Connection) -> Result<()> {
    connection.create_collation("decimal", decimal::compare)?;
    connection.create_collation("interval", spans)?;
    connection.create_collation("inet", addresses)?;
    connection.create_collation("range", range::compare)?;
    connection.create_collation("json", compare_documents)?;
    let lists = [
        ("list", SqlType::Text),
        ("list_decimal", SqlType::Decimal),
        ("list_interval", SqlType::Interval),
        ("list_inet", SqlType::Inet),
        ("list_range", SqlType::Range(RangeType::Decimal)),
        ("list_json", SqlType::Json),
    ];
    for (name, element) in lists {
        connection.create_collation(name, move |left, right| compare_lists(left, right, element))?;
    }
    Ok(())
}

/// How two texts of this type compare by their meaning; none where they compare as they are written.
pub(super) fn by_meaning(ty: SqlType) -> Option<fn(&str, &str) -> Ordering> {
    match ty {
        SqlType::Decimal => Some(decimal::compare),
        SqlType::Interval => Some(spans),
        SqlType::Inet | SqlType::Cidr => Some(addresses),
        SqlType::Range(_) => Some(range::compare),
        SqlType::Json => Some(compare_documents),
        _ => None,
    }
}

/// Compares lists element by element, the shorter first where it is the beginning of the other. What is no list comes last.
fn compare_lists(left: &str, right: &str, element: SqlType) -> Ordering {
    if left == right {
        return Ordering::Equal;
    }
    let read = |text| serde_json::from_str::<Vec<&RawValue>>(text).ok();
    match (read(left), read(right)) {
        (Some(one), Some(other)) => {
            let mut orders = one.iter().zip(&other).map(|(one, other)| compare_items(one.get(), other.get(), element));
            orders.find(|order| order.is_ne()).unwrap_or_else(|| one.len().cmp(&other.len()))
        }
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => left.cmp(right),
    }
}

/// Compares two elements as JSON writes them. NULL is the largest, as PostgreSQL has it in arrays; in a list of documents it is one.
fn compare_items(one: &str, other: &str, ty: SqlType) -> Ordering {
    if one == other {
        return Ordering::Equal;
    }
    match (ty, one, other) {
        (SqlType::Json, ..) => compare_documents(one, other),
        (_, "null", _) => Ordering::Greater,
        (_, _, "null") => Ordering::Less,
        _ => {
            let plain = |json| serde_json::from_str::<String>(json);
            let compare = by_meaning(ty).unwrap_or(str::cmp);
            match (plain(one), plain(other)) {
                (Ok(one), Ok(other)) => compare(&one, &other),
                _ => compare_numbers(one, other).unwrap_or_else(|| one.cmp(other)),
            }
        }
    }
}

/// Whole numbers exactly, and others as floats.
fn compare_numbers(one: &str, other: &str) -> Option<Ordering> {
    if let (Ok(one), Ok(other)) = (one.parse::<i64>(), other.parse::<i64>()) {
        return Some(one.cmp(&other));
    }
    one.parse::<f64>().ok()?.partial_cmp(&other.parse().ok()?)
}

/// Compares two addresses or networks.
fn addresses(left: &str, right: &str) -> Ordering {
    by(left, right, network)
}

/// Compares two spans by their lengths.
fn spans(left: &str, right: &str) -> Ordering {
    by(left, right, length)
}

/// Compares what two texts mean. What means nothing comes after what does.
fn by<T: Ord>(left: &str, right: &str, read: fn(&str) -> Option<T>) -> Ordering {
    match (read(left), read(right)) {
        (Some(left), Some(right)) => left.cmp(&right),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => left.cmp(right),
    }
}

/// The span in microseconds, with months of 30 days, as PostgreSQL compares them.
fn length(text: &str) -> Option<i128> {
    let span: Interval = text.parse().ok()?;
    let days = i128::from(span.months) * DAYS_PER_MONTH + i128::from(span.days);
    Some(days * MICROS_PER_DAY + i128::from(span.microseconds))
}

/// An address or a network in PostgreSQL's order: by family, by the bits that both have, then the wider one first.
fn network(text: &str) -> Option<Network> {
    let (address, prefix) = match text.split_once('/') {
        Some((address, prefix)) => (address.parse().ok()?, Some(prefix.parse().ok()?)),
        None => (text.parse().ok()?, None),
    };
    Some(match address {
        IpAddr::V4(address) => {
            Network { v6: false, bits: u128::from(address.to_bits()) << 96, prefix: prefix.unwrap_or(32) }
        }
        IpAddr::V6(address) => Network { v6: true, bits: address.to_bits(), prefix: prefix.unwrap_or(128) },
    })
}

/// The fields in the order in which they are compared: a network's bits after its prefix are zero, so that of two with
/// the same first bits the wider one has the smaller number, or the same.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Network {
    v6: bool,
    bits: u128,
    prefix: u8,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_by_length() {
        assert_eq!(by("P1D", "PT86400S", length), Ordering::Equal);
        assert_eq!(by("P1M", "P31D", length), Ordering::Less);
        assert_eq!(by("P-1M", "PT0S", length), Ordering::Less);
        assert_eq!(by("x", "PT0S", length), Ordering::Greater);
    }

    #[test]
    fn addresses_by_their_bits() {
        let sorted = ["9.0.0.0", "10.0.0.0/8", "10.0.0.0/9", "10.0.0.0", "10.0.0.1", "::", "::1", "nothing"];
        assert!(sorted.is_sorted_by(|left, right| by(left, right, network).is_lt()));
    }

    #[test]
    fn lists_by_their_elements() {
        let plain =
            ["[]", "[-9e999]", "[1]", "[1,0]", "[1,null]", "[9007199254740992]", "[9007199254740993]", "[9e999]"];
        for (element, sorted) in [
            (SqlType::Text, &plain[..]),
            (SqlType::Text, &[r#"["10"]"#, r#"["2"]"#, r#"["\u00e9"]"#, "[null]", "x", "{}"]),
            (SqlType::Text, &["[false]", "[true]", "[null]"]),
            (SqlType::Decimal, &["[]", r#"["2"]"#, r#"["10"]"#, r#"["10","-1"]"#, r#"["10",null]"#]),
            (SqlType::Interval, &[r#"["P1M"]"#, r#"["P31D"]"#, "[null]"]),
            (SqlType::Inet, &[r#"["9.0.0.0"]"#, r#"["10.0.0.0/8"]"#, r#"["10.0.0.0"]"#, r#"["::1"]"#]),
            (SqlType::Json, &["[null]", r#"["10"]"#, r#"["2"]"#, "[2]", "[10]", r#"[{"a":1}]"#]),
        ] {
            let is_less = |left: &&str, right: &&str| {
                compare_lists(left, right, element).is_lt() && compare_lists(right, left, element).is_gt()
            };
            assert!(sorted.is_sorted_by(is_less), "{sorted:?}");
        }
        for (element, left, right) in [
            (SqlType::Text, "[0.0]", "[ -0.0 ]"),
            (SqlType::Decimal, r#"["1.50"]"#, r#"["1.5"]"#),
            (SqlType::Interval, r#"["P1M"]"#, r#"["P30D"]"#),
            (SqlType::Inet, r#"["10.0.0.1"]"#, r#"["10.0.0.1/32"]"#),
            (SqlType::Json, r#"[{"a":1}]"#, r#"[{"a":1.0}]"#),
        ] {
            assert_eq!(compare_lists(left, right, element), Ordering::Equal, "{left} and {right}");
        }
    }
}
