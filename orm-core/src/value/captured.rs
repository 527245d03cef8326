use std::net::IpAddr;

use rust_decimal::Decimal;
use uuid::Uuid;

use super::{Endpoint, Interval, IpNetwork, Range, RangeType, ReadError, ReadResult, RowReader, SqlType, Value};

/// A row that was read into values, to be read again later.
///
/// ```
/// use orm::value::{Captured, Field, Value};
///
/// let mut row = Captured::new(vec![Value::BigInt(5), Value::Text("ann".into())]);
/// assert_eq!(i64::read(&mut row).unwrap(), Some(5));
/// assert_eq!(String::read(&mut row).unwrap(), Some("ann".to_owned()));
/// ```
#[derive(Debug)]
pub struct Captured {
    values: Vec<Value<'static>>,
    next: usize,
}

impl Captured {
    /// A row of these values.
    ///
    /// ```
    /// use orm::value::{Captured, RowReader, Value};
    ///
    /// assert_eq!(Captured::new(vec![Value::Integer(5)]).integer().unwrap(), Some(5));
    /// ```
    #[must_use]
    pub fn new(values: Vec<Value<'static>>) -> Self {
        let mut parts = Vec::with_capacity(values.len());
        values.into_iter().for_each(|value| value.each_part(&mut |part| parts.push(part)));
        Self { values: parts, next: 0 }
    }

    /// Reads cells of these types from a row.
    ///
    /// # Errors
    /// When a cell holds another type.
    ///
    /// ```
    /// use orm::value::{Captured, RowReader, SqlType, Value};
    ///
    /// let mut row = Captured::new(vec![Value::Integer(5), Value::Null(SqlType::Text)]);
    /// let mut copy = Captured::read(&mut row, [SqlType::Integer, SqlType::Text]).unwrap();
    /// assert_eq!(copy.integer().unwrap(), Some(5));
    /// assert_eq!(copy.text().unwrap(), None);
    /// ```
    pub fn read(row: &mut dyn RowReader, types: impl IntoIterator<Item = SqlType>) -> ReadResult<Self> {
        let mut values = Vec::new();
        for ty in types {
            match ty {
                SqlType::Row(ty) => {
                    for part in ty.parts {
                        values.push(cell(row, *part)?);
                    }
                }
                ty => values.push(cell(row, ty)?),
            }
        }
        Ok(Self { values, next: 0 })
    }

    /// The values that are not read yet, part by part.
    pub(crate) fn into_values(self) -> impl Iterator<Item = Value<'static>> {
        self.values.into_iter().skip(self.next)
    }

    fn next(&mut self) -> Option<&Value<'static>> {
        self.next += 1;
        self.values.get(self.next - 1)
    }
}

fn cell(row: &mut dyn RowReader, ty: SqlType) -> ReadResult<Value<'static>> {
    let value = match ty {
        SqlType::Boolean => row.boolean()?.map(Value::Boolean),
        SqlType::SmallInt => row.small_int()?.map(Value::SmallInt),
        SqlType::Integer => row.integer()?.map(Value::Integer),
        SqlType::BigInt => row.big_int()?.map(Value::BigInt),
        SqlType::Real => row.real()?.map(Value::Real),
        SqlType::Double => row.double()?.map(Value::Double),
        SqlType::Text => row.text()?.map(|text| Value::Text(text.to_owned().into())),
        SqlType::Bytes => row.bytes()?.map(|bytes| Value::Bytes(bytes.to_vec().into())),
        SqlType::Uuid => row.uuid()?.map(Value::Uuid),
        SqlType::Date => row.date()?.map(Value::Date),
        SqlType::Time => row.time()?.map(Value::Time),
        SqlType::Timestamp => row.timestamp()?.map(Value::Timestamp),
        SqlType::TimestampTz => row.timestamp_tz()?.map(Value::TimestampTz),
        SqlType::Decimal => row.decimal()?.map(Value::Decimal),
        SqlType::Json => row.json()?.map(|text| Value::Json(text.to_owned().into())),
        SqlType::Interval => row.interval()?.map(Value::Interval),
        SqlType::Inet => row.inet()?.map(Value::Inet),
        SqlType::Cidr => row.cidr()?.map(Value::Cidr),
        SqlType::Range(ty) => row.range(ty)?.map(|range| Value::Range(ty, Box::new(range))),
        SqlType::List(element) => {
            let mut items = Vec::new();
            let mut each = |row: &mut dyn RowReader| {
                items.push(cell(row, *element)?);
                Ok(())
            };
            row.list(*element, &mut each)?.map(|()| Value::List(element, items))
        }
        SqlType::Enum(ty) => row.text()?.map(|name| ty.value(name)).transpose()?,
        SqlType::Row(_) => return Err(ReadError::invalid("a key of several columns is no single cell")),
    };
    Ok(value.unwrap_or(Value::Null(ty)))
}

macro_rules! readers {
    ($($method:ident -> $rust:ty, $variant:ident: $($pattern:pat => $give:expr),*;)*) => {
        impl RowReader for Captured {
            fn position(&self) -> usize {
                self.next.saturating_sub(1)
            }

            fn is_null(&mut self, ahead: usize) -> ReadResult<bool> {
                Ok(self.values.get(self.next + ahead).is_none_or(Value::is_null))
            }

            fn skip(&mut self, cells: usize) {
                self.next += cells;
            }

            $(fn $method(&mut self) -> ReadResult<Option<$rust>> {
                match self.next() {
                    $(Some($pattern) => Ok(Some($give)),)*
                    Some(Value::Null(_)) => Ok(None),
                    Some(other) => Err(ReadError::type_mismatch(SqlType::$variant, other.sql_type().name())),
                    None => Err(ReadError::type_mismatch(SqlType::$variant, "the end of the row")),
                }
            })*

            fn range(&mut self, ty: RangeType) -> ReadResult<Option<Range<Endpoint>>> {
                match self.next() {
                    Some(Value::Range(found, range)) if *found == ty => Ok(Some((**range).clone())),
                    Some(Value::Null(_)) => Ok(None),
                    Some(other) => Err(ReadError::type_mismatch(SqlType::Range(ty), other.sql_type().name())),
                    None => Err(ReadError::type_mismatch(SqlType::Range(ty), "the end of the row")),
                }
            }

            fn list(
                &mut self,
                _: SqlType,
                each: &mut dyn FnMut(&mut dyn RowReader) -> ReadResult<()>,
            ) -> ReadResult<Option<()>> {
                match self.next() {
                    Some(Value::List(_, values)) => {
                        let mut items = Captured::new(values.clone());
                        values.iter().try_for_each(|_| each(&mut items)).map(Some)
                    }
                    Some(Value::Null(_)) => Ok(None),
                    Some(other) => Err(ReadError::invalid(format!("expected a list, found {}", other.sql_type()))),
                    None => Err(ReadError::invalid("expected a list, found the end of the row")),
                }
            }
        }
    };
}

readers! {
    boolean -> bool, Boolean: Value::Boolean(v) => *v;
    small_int -> i16, SmallInt: Value::SmallInt(v) => *v;
    integer -> i32, Integer: Value::Integer(v) => *v;
    big_int -> i64, BigInt: Value::BigInt(v) => *v;
    real -> f32, Real: Value::Real(v) => *v;
    double -> f64, Double: Value::Double(v) => *v;
    text -> &str, Text: Value::Text(v) => v, Value::Enum(_, v) => v;
    bytes -> &[u8], Bytes: Value::Bytes(v) => v;
    uuid -> Uuid, Uuid: Value::Uuid(v) => *v;
    date -> i32, Date: Value::Date(v) => *v;
    time -> i64, Time: Value::Time(v) => *v;
    timestamp -> i64, Timestamp: Value::Timestamp(v) => *v;
    timestamp_tz -> i64, TimestampTz: Value::TimestampTz(v) => *v;
    decimal -> Decimal, Decimal: Value::Decimal(v) => *v;
    json -> &str, Json: Value::Json(v) => v;
    interval -> Interval, Interval: Value::Interval(v) => *v;
    inet -> IpAddr, Inet: Value::Inet(v) => *v;
    cidr -> IpNetwork, Cidr: Value::Cidr(v) => *v;
}
