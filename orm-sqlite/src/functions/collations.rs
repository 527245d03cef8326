//! Orders of text that means something: without them SQLite would compare its letters.

use std::cmp::Ordering;
use std::net::IpAddr;

use orm_core::value::Interval;
use rusqlite::{Connection, Result};

const DAYS_PER_MONTH: i128 = 30;
const MICROS_PER_DAY: i128 = 86_400_000_000;

/// Defines the collations `interval`, `inet` and `list`.
pub(super) fn define(connection: &Connection) -> Result<()> {
    connection.create_collation("interval", spans)?;
    connection.create_collation("inet", |left, right| by(left, right, network))?;
    connection.create_collation("list", compare_lists)
}

/// Compares lists element by element, the shorter first where it is the beginning of the other.
fn compare_lists(left: &str, right: &str) -> Ordering {
    let read = |text: &str| serde_json::from_str::<Vec<serde_json::Value>>(text).ok();
    let (Some(left_items), Some(right_items)) = (read(left), read(right)) else { return left.cmp(right) };
    let different = left_items.iter().zip(&right_items).map(|(one, other)| compare_items(one, other));
    let first = different.into_iter().find(|order| order.is_ne());
    first.unwrap_or_else(|| left_items.len().cmp(&right_items.len()))
}

/// NULL is the largest, as PostgreSQL has it in arrays.
fn compare_items(one: &serde_json::Value, other: &serde_json::Value) -> Ordering {
    use serde_json::Value::{Bool, Null, Number, String};

    match (one, other) {
        (Null, Null) => Ordering::Equal,
        (Null, _) => Ordering::Greater,
        (_, Null) => Ordering::Less,
        (Bool(one), Bool(other)) => one.cmp(other),
        (Number(one), Number(other)) => match (one.as_i64(), other.as_i64()) {
            (Some(one), Some(other)) => one.cmp(&other),
            _ => one.as_f64().unwrap_or(f64::NAN).total_cmp(&other.as_f64().unwrap_or(f64::NAN)),
        },
        (String(one), String(other)) => one.cmp(other),
        (one, other) => one.to_string().cmp(&other.to_string()),
    }
}

/// Compares two spans by their lengths.
pub(super) fn spans(left: &str, right: &str) -> Ordering {
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
}
