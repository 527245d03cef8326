use std::error::Error;
use std::marker::PhantomData;
use std::net::IpAddr;

use bytes::{BufMut, BytesMut};
use orm_core::value::binary::{JSONB_VERSION, NULL};
use orm_core::value::{Endpoint, Interval, IpNetwork, Range, RangeType, ReadError, ReadResult, RowReader, SqlType};
use postgres_types::{FromSql, Type};
use rust_decimal::Decimal;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::decode::{self, Elements};

/// A row, read from the bytes in which it arrived.
///
/// The columns were checked when the statement was prepared; here, the length of a cell is enough.
pub(crate) struct Reader<'a, C> {
    cells: C,
    next: usize,
    bytes: PhantomData<&'a [u8]>,
}

/// Where cells come from: a row, or a list in one.
pub(crate) trait Cells<'a> {
    /// The bytes of the next cell, which is the one with this index; `None` is NULL.
    fn next(&mut self, index: usize) -> ReadResult<Option<&'a [u8]>>;
    /// The name of its type.
    fn type_name(&self, index: usize) -> &str;
}

impl<'a> Cells<'a> for &'a Row {
    #[inline]
    fn next(&mut self, index: usize) -> ReadResult<Option<&'a [u8]>> {
        match self.try_get::<usize, Cell<'a>>(index) {
            Ok(cell) => Ok(cell.0),
            Err(error) => Err(ReadError::invalid(error)),
        }
    }

    fn type_name(&self, index: usize) -> &str {
        self.columns().get(index).map_or("nothing", |column| column.type_().name())
    }
}

/// A row whose columns stand in another order than that in which they are read.
pub(crate) struct Reordered<'a, 'p> {
    pub(crate) row: &'a Row,
    /// Where each of them stands.
    pub(crate) places: &'p [usize],
}

impl<'a> Cells<'a> for Reordered<'a, '_> {
    fn next(&mut self, index: usize) -> ReadResult<Option<&'a [u8]>> {
        let place = self.places.get(index).ok_or_else(|| ReadError::invalid("a column that is not read"))?;
        self.row.next(*place)
    }

    fn type_name(&self, index: usize) -> &str {
        self.places.get(index).map_or("nothing", |place| self.row.columns()[*place].type_().name())
    }
}

/// A cell's bytes, whatever its type.
struct Cell<'a>(Option<&'a [u8]>);

impl<'a> FromSql<'a> for Cell<'a> {
    fn from_sql(_: &Type, bytes: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(Some(bytes)))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(None))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

impl<'a, C: Cells<'a>> Reader<'a, C> {
    pub(crate) fn new(cells: C) -> Self {
        Self { cells, next: 0, bytes: PhantomData }
    }

    #[inline]
    fn cell(&mut self) -> ReadResult<Option<&'a [u8]>> {
        let index = self.next;
        self.next += 1;
        self.cells.next(index)
    }

    /// A cell that must have `N` bytes.
    fn fixed<const N: usize>(&mut self, expected: SqlType) -> ReadResult<Option<[u8; N]>> {
        match self.cell()? {
            None => Ok(None),
            Some(bytes) => match bytes.try_into() {
                Ok(bytes) => Ok(Some(bytes)),
                Err(_) => Err(self.mismatch(expected)),
            },
        }
    }

    #[cold]
    fn mismatch(&self, expected: SqlType) -> ReadError {
        ReadError::type_mismatch(expected, self.cells.type_name(self.next.saturating_sub(1)))
    }
}

fn utf8(bytes: &[u8]) -> ReadResult<&str> {
    std::str::from_utf8(bytes).map_err(ReadError::invalid)
}

impl<'a, C: Cells<'a>> RowReader for Reader<'a, C> {
    fn position(&self) -> usize {
        self.next.saturating_sub(1)
    }

    fn is_null(&mut self, ahead: usize) -> ReadResult<bool> {
        Ok(self.cells.next(self.next + ahead)?.is_none())
    }

    fn skip(&mut self, cells: usize) {
        self.next += cells;
    }

    fn boolean(&mut self) -> ReadResult<Option<bool>> {
        Ok(self.fixed::<1>(SqlType::Boolean)?.map(|[byte]| byte != 0))
    }

    fn small_int(&mut self) -> ReadResult<Option<i16>> {
        Ok(self.fixed(SqlType::SmallInt)?.map(i16::from_be_bytes))
    }

    fn integer(&mut self) -> ReadResult<Option<i32>> {
        match self.cell()? {
            None => Ok(None),
            Some(&[a, b, c, d]) => Ok(Some(i32::from_be_bytes([a, b, c, d]))),
            Some(&[a, b]) => Ok(Some(i16::from_be_bytes([a, b]).into())),
            Some(_) => Err(self.mismatch(SqlType::Integer)),
        }
    }

    fn big_int(&mut self) -> ReadResult<Option<i64>> {
        match self.cell()? {
            None => Ok(None),
            Some(&[a, b, c, d, e, f, g, h]) => Ok(Some(i64::from_be_bytes([a, b, c, d, e, f, g, h]))),
            Some(&[a, b, c, d]) => Ok(Some(i32::from_be_bytes([a, b, c, d]).into())),
            Some(&[a, b]) => Ok(Some(i16::from_be_bytes([a, b]).into())),
            Some(_) => Err(self.mismatch(SqlType::BigInt)),
        }
    }

    fn real(&mut self) -> ReadResult<Option<f32>> {
        Ok(self.fixed(SqlType::Real)?.map(f32::from_be_bytes))
    }

    fn double(&mut self) -> ReadResult<Option<f64>> {
        match self.cell()? {
            None => Ok(None),
            Some(&[a, b, c, d, e, f, g, h]) => Ok(Some(f64::from_be_bytes([a, b, c, d, e, f, g, h]))),
            Some(&[a, b, c, d]) => Ok(Some(f32::from_be_bytes([a, b, c, d]).into())),
            Some(_) => Err(self.mismatch(SqlType::Double)),
        }
    }

    fn text(&mut self) -> ReadResult<Option<&str>> {
        self.cell()?.map(utf8).transpose()
    }

    fn bytes(&mut self) -> ReadResult<Option<&[u8]>> {
        self.cell()
    }

    fn uuid(&mut self) -> ReadResult<Option<Uuid>> {
        Ok(self.fixed(SqlType::Uuid)?.map(Uuid::from_bytes))
    }

    fn date(&mut self) -> ReadResult<Option<i32>> {
        self.fixed(SqlType::Date)?.map(i32::from_be_bytes).map(decode::date).transpose()
    }

    fn time(&mut self) -> ReadResult<Option<i64>> {
        Ok(self.fixed(SqlType::Time)?.map(i64::from_be_bytes))
    }

    fn timestamp(&mut self) -> ReadResult<Option<i64>> {
        self.fixed(SqlType::Timestamp)?.map(i64::from_be_bytes).map(decode::timestamp).transpose()
    }

    fn timestamp_tz(&mut self) -> ReadResult<Option<i64>> {
        self.fixed(SqlType::TimestampTz)?.map(i64::from_be_bytes).map(decode::timestamp).transpose()
    }

    fn decimal(&mut self) -> ReadResult<Option<Decimal>> {
        self.cell()?.map(decode::numeric).transpose()
    }

    fn json(&mut self) -> ReadResult<Option<&str>> {
        // The text of a json column cannot start with this byte, so that its type need not be looked up.
        self.cell()?.map(|bytes| utf8(bytes.strip_prefix(&[JSONB_VERSION]).unwrap_or(bytes))).transpose()
    }

    fn interval(&mut self) -> ReadResult<Option<Interval>> {
        let Some(bytes) = self.fixed::<16>(SqlType::Interval)? else { return Ok(None) };
        let [a, b, c, d, e, f, g, h, days @ .., i, j, k, l] = bytes;
        Ok(Some(Interval {
            months: i32::from_be_bytes([i, j, k, l]),
            days: i32::from_be_bytes(days),
            microseconds: i64::from_be_bytes([a, b, c, d, e, f, g, h]),
        }))
    }

    fn inet(&mut self) -> ReadResult<Option<IpAddr>> {
        self.cell()?.map(decode::address).transpose()
    }

    fn cidr(&mut self) -> ReadResult<Option<IpNetwork>> {
        self.cell()?.map(decode::network).transpose()
    }

    fn range(&mut self, ty: RangeType) -> ReadResult<Option<Range<Endpoint>>> {
        self.cell()?.map(|bytes| decode::range(ty, bytes)).transpose()
    }

    fn list(
        &mut self,
        _: SqlType,
        each: &mut dyn FnMut(&mut dyn RowReader) -> ReadResult<()>,
    ) -> ReadResult<Option<()>> {
        let Some(bytes) = self.cell()? else { return Ok(None) };
        let (elements, count) = Elements::new(bytes)?;
        let mut items = Reader::new(elements);
        (0..count).try_for_each(|_| each(&mut items)).map(Some)
    }

    fn copy_binary(&mut self, cells: usize, out: &mut BytesMut) -> ReadResult<bool> {
        for _ in 0..cells {
            match self.cell()? {
                None => out.put_i32(NULL),
                Some(bytes) => {
                    out.put_i32(i32::try_from(bytes.len()).map_err(ReadError::invalid)?);
                    out.put_slice(bytes);
                }
            }
        }
        Ok(true)
    }
}
