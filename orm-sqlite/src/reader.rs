use std::net::IpAddr;
use std::str::FromStr;

use orm_core::value::{
    Captured, Endpoint, Interval, IpNetwork, Range, RangeType, ReadError, ReadResult, RowReader, SqlType,
};
use rusqlite::Row;
use rusqlite::types::ValueRef;
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::functions::decimal;
use crate::list;
use crate::temporal;

/// Reads a row's cells where SQLite holds them. A cell of another storage class than its type is kept in is an error.
pub(crate) struct Reader<'r, C> {
    cells: &'r C,
    next: usize,
}

/// A row's cells, by their index.
pub(crate) trait Cells {
    fn cell(&self, index: usize) -> rusqlite::Result<ValueRef<'_>>;
}

impl Cells for Row<'_> {
    fn cell(&self, index: usize) -> rusqlite::Result<ValueRef<'_>> {
        self.get_ref(index)
    }
}

/// A row's cells in the order in which they are read, each at its place in the row.
pub(crate) struct Reordered<'a, 'r> {
    pub(crate) row: &'a Row<'r>,
    pub(crate) places: &'a [usize],
}

impl Cells for Reordered<'_, '_> {
    fn cell(&self, index: usize) -> rusqlite::Result<ValueRef<'_>> {
        self.row.get_ref(*self.places.get(index).ok_or(rusqlite::Error::InvalidColumnIndex(index))?)
    }
}

/// The rowid of a row, which is its only cell.
pub(crate) struct Rowid(pub(crate) i64);

impl Cells for Rowid {
    fn cell(&self, index: usize) -> rusqlite::Result<ValueRef<'_>> {
        if index == 0 { Ok(ValueRef::Integer(self.0)) } else { Err(rusqlite::Error::InvalidColumnIndex(index)) }
    }
}

impl<'r, C: Cells> Reader<'r, C> {
    pub(crate) fn new(cells: &'r C) -> Self {
        Self { cells, next: 0 }
    }

    /// The index of the cell that was read last.
    pub(crate) fn column(&self) -> usize {
        self.next.saturating_sub(1)
    }

    fn cell(&mut self) -> ReadResult<ValueRef<'r>> {
        let index = self.next;
        self.next += 1;
        self.cells.cell(index).map_err(ReadError::invalid)
    }

    fn whole(&mut self, ty: SqlType) -> ReadResult<Option<i64>> {
        match self.cell()? {
            ValueRef::Integer(value) => Ok(Some(value)),
            ValueRef::Null => Ok(None),
            other => Err(mismatch(ty, other)),
        }
    }

    fn narrow<T: TryFrom<i64>>(&mut self, ty: SqlType) -> ReadResult<Option<T>> {
        let Some(value) = self.whole(ty)? else { return Ok(None) };
        T::try_from(value).map(Some).map_err(|_| ReadError::invalid(format!("{value} is out of range for {ty}")))
    }

    fn float(&mut self, ty: SqlType) -> ReadResult<Option<f64>> {
        match self.cell()? {
            ValueRef::Real(value) => Ok(Some(value)),
            ValueRef::Integer(value) => Ok(Some(float_of(value))),
            ValueRef::Null => Ok(None),
            other => Err(mismatch(ty, other)),
        }
    }

    fn utf8(&mut self, ty: SqlType) -> ReadResult<Option<&'r str>> {
        match self.cell()? {
            ValueRef::Text(text) => std::str::from_utf8(text).map(Some).map_err(ReadError::invalid),
            ValueRef::Null => Ok(None),
            other => Err(mismatch(ty, other)),
        }
    }

    fn parsed<T>(&mut self, ty: SqlType, parse: fn(&[u8]) -> Option<T>) -> ReadResult<Option<T>> {
        match self.cell()? {
            ValueRef::Text(text) => parse(text).map(Some).ok_or_else(|| malformed(ty, text)),
            ValueRef::Null => Ok(None),
            other => Err(mismatch(ty, other)),
        }
    }
}

impl<C: Cells> Reader<'_, C> {
    fn from_text<T: FromStr>(&mut self, ty: SqlType) -> ReadResult<Option<T>> {
        let Some(text) = self.utf8(ty)? else { return Ok(None) };
        text.parse().map(Some).map_err(|_| malformed(ty, text.as_bytes()))
    }
}

impl<C: Cells> RowReader for Reader<'_, C> {
    fn position(&self) -> usize {
        self.column()
    }

    fn is_null(&mut self, ahead: usize) -> ReadResult<bool> {
        let cell = self.cells.cell(self.next + ahead).map_err(ReadError::invalid)?;
        Ok(matches!(cell, ValueRef::Null))
    }

    fn skip(&mut self, cells: usize) {
        self.next += cells;
    }

    fn boolean(&mut self) -> ReadResult<Option<bool>> {
        match self.whole(SqlType::Boolean)? {
            None => Ok(None),
            Some(0) => Ok(Some(false)),
            Some(1) => Ok(Some(true)),
            Some(other) => Err(ReadError::invalid(format!("{other} is neither 0 nor 1, as a boolean is"))),
        }
    }

    fn small_int(&mut self) -> ReadResult<Option<i16>> {
        self.narrow(SqlType::SmallInt)
    }

    fn integer(&mut self) -> ReadResult<Option<i32>> {
        self.narrow(SqlType::Integer)
    }

    fn big_int(&mut self) -> ReadResult<Option<i64>> {
        self.whole(SqlType::BigInt)
    }

    fn real(&mut self) -> ReadResult<Option<f32>> {
        let Some(value) = self.float(SqlType::Real)? else { return Ok(None) };
        let rounded = rounded(value);
        if rounded.is_infinite() && value.is_finite() {
            return Err(ReadError::invalid(format!("{value} is out of range for {}", SqlType::Real)));
        }
        Ok(Some(rounded))
    }

    fn double(&mut self) -> ReadResult<Option<f64>> {
        self.float(SqlType::Double)
    }

    fn text(&mut self) -> ReadResult<Option<&str>> {
        self.utf8(SqlType::Text)
    }

    fn bytes(&mut self) -> ReadResult<Option<&[u8]>> {
        match self.cell()? {
            ValueRef::Blob(bytes) => Ok(Some(bytes)),
            ValueRef::Null => Ok(None),
            other => Err(mismatch(SqlType::Bytes, other)),
        }
    }

    fn uuid(&mut self) -> ReadResult<Option<Uuid>> {
        match self.cell()? {
            ValueRef::Blob(bytes) => Uuid::from_slice(bytes).map(Some).map_err(ReadError::invalid),
            ValueRef::Null => Ok(None),
            other => Err(mismatch(SqlType::Uuid, other)),
        }
    }

    fn date(&mut self) -> ReadResult<Option<i32>> {
        self.parsed(SqlType::Date, temporal::parse_date)
    }

    fn time(&mut self) -> ReadResult<Option<i64>> {
        self.parsed(SqlType::Time, temporal::parse_time)
    }

    fn timestamp(&mut self) -> ReadResult<Option<i64>> {
        self.parsed(SqlType::Timestamp, temporal::parse_timestamp)
    }

    fn timestamp_tz(&mut self) -> ReadResult<Option<i64>> {
        self.parsed(SqlType::TimestampTz, temporal::parse_timestamp)
    }

    fn decimal(&mut self) -> ReadResult<Option<Decimal>> {
        match self.cell()? {
            ValueRef::Null => Ok(None),
            ValueRef::Blob(_) => Err(ReadError::type_mismatch(SqlType::Decimal, "BLOB")),
            number => decimal_of(number).map(Some),
        }
    }

    fn json(&mut self) -> ReadResult<Option<&str>> {
        self.utf8(SqlType::Json)
    }

    fn interval(&mut self) -> ReadResult<Option<Interval>> {
        self.from_text(SqlType::Interval)
    }

    fn inet(&mut self) -> ReadResult<Option<IpAddr>> {
        self.from_text(SqlType::Inet)
    }

    fn cidr(&mut self) -> ReadResult<Option<IpNetwork>> {
        self.from_text(SqlType::Cidr)
    }

    fn range(&mut self, ty: RangeType) -> ReadResult<Option<Range<Endpoint>>> {
        let Some(text) = self.utf8(SqlType::Range(ty))? else { return Ok(None) };
        ty.parse(text).map(Some).map_err(|_| malformed(SqlType::Range(ty), text.as_bytes()))
    }

    fn list(
        &mut self,
        element: SqlType,
        each: &mut dyn FnMut(&mut dyn RowReader) -> ReadResult<()>,
    ) -> ReadResult<Option<()>> {
        let Some(json) = self.utf8(SqlType::Text)? else { return Ok(None) };
        let items = list::parse(element, json)?;
        let count = items.len();
        let mut items = Captured::new(items);
        (0..count).try_for_each(|_| each(&mut items)).map(Some)
    }
}

/// A decimal from text, from a whole number, or from the shortest text of a floating-point number.
fn decimal_of(number: ValueRef<'_>) -> ReadResult<Decimal> {
    decimal::parse(number).ok_or_else(|| match number {
        ValueRef::Text(text) => malformed(SqlType::Decimal, text),
        other => mismatch(SqlType::Decimal, other),
    })
}

#[cold]
fn mismatch(expected: SqlType, found: ValueRef<'_>) -> ReadError {
    ReadError::type_mismatch(expected, found.data_type().to_string().to_uppercase())
}

#[cold]
pub(crate) fn malformed(ty: SqlType, text: &[u8]) -> ReadError {
    ReadError::invalid(format!("{:?} is not a {ty}", String::from_utf8_lossy(text)))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "SQLite keeps a REAL without a fraction as INTEGER; it was a float before"
)]
fn float_of(value: i64) -> f64 {
    value as f64
}

#[expect(clippy::cast_possible_truncation, reason = "rounding to the nearest is what reading a real means")]
fn rounded(value: f64) -> f32 {
    value as f32
}
