use orm_core::value::{ReadError, ReadResult};

use orm_core::value::binary::{EPOCH_DAYS, EPOCH_MICROS};

/// Days since 1970-01-01, from days since 2000-01-01.
pub(crate) fn date(days: i32) -> ReadResult<i32> {
    match days {
        i32::MAX | i32::MIN => Err(infinite("date")),
        days => days.checked_add(EPOCH_DAYS).ok_or_else(|| ReadError::invalid("the date is too large")),
    }
}

/// Microseconds since 1970-01-01 00:00, from microseconds since 2000-01-01 00:00.
pub(crate) fn timestamp(micros: i64) -> ReadResult<i64> {
    match micros {
        i64::MAX | i64::MIN => Err(infinite("timestamp")),
        micros => micros.checked_add(EPOCH_MICROS).ok_or_else(|| ReadError::invalid("the timestamp is too large")),
    }
}

#[cold]
fn infinite(what: &str) -> ReadError {
    ReadError::invalid(format!("the {what} is infinite"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_from_1970() {
        assert!(matches!(date(-EPOCH_DAYS), Ok(0)));
        assert!(matches!(timestamp(0), Ok(EPOCH_MICROS)));
    }

    #[test]
    fn infinity_is_no_moment() {
        assert!(date(i32::MAX).is_err());
        assert!(timestamp(i64::MIN).is_err());
        assert!(timestamp(i64::MAX - 1).is_err());
    }
}
