//! Ranges as columns, and by serde as their text.

use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, Serializer};

use super::{Range, RangeElement};
use crate::value::{Field, ReadResult, RowReader, SqlType, Value};

impl<T: RangeElement> Field for Range<T> {
    const TYPE: SqlType = SqlType::Range(T::RANGE);

    fn to_value(&self) -> Value<'_> {
        match self.endpoints() {
            Ok(range) => Value::Range(T::RANGE, Box::new(range)),
            Err(problem) => Value::Unfit(Self::TYPE, problem.reason().into()),
        }
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        row.range(T::RANGE)?.map(|range| range.try_map(T::from_endpoint)).transpose()
    }
}

impl<T: RangeElement> Serialize for Range<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.problem() {
            Some(problem) => Err(S::Error::custom(problem)),
            None => serializer.collect_str(self),
        }
    }
}

impl<'de, T: RangeElement> Deserialize<'de> for Range<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Cow::<str>::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}
