use std::net::IpAddr;

use bytes::BytesMut;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{Endpoint, Interval, IpNetwork, Range, RangeType, ReadResult, SqlType};

/// One row, read cell by cell from left to right.
///
/// Each method reads the next cell and gives `None` for NULL. A backend implements this straight over its
/// wire format; the order of the calls is the order of the columns that the statement asked for.
///
/// ```
/// use orm::value::{ReadResult, RowReader};
///
/// fn id_and_name(row: &mut dyn RowReader) -> ReadResult<(Option<i64>, Option<String>)> {
///     Ok((row.big_int()?, row.text()?.map(str::to_owned)))
/// }
/// ```
pub trait RowReader {
    /// The index of the cell that was read last.
    fn position(&self) -> usize;
    /// Whether a cell that is not read yet is NULL: the next one, or the one so many after it.
    fn is_null(&mut self, ahead: usize) -> ReadResult<bool>;
    /// Passes over so many cells.
    fn skip(&mut self, cells: usize);
    /// Reads a boolean.
    fn boolean(&mut self) -> ReadResult<Option<bool>>;
    /// Reads a whole number of 16 bits.
    fn small_int(&mut self) -> ReadResult<Option<i16>>;
    /// Reads a whole number of 32 bits or fewer.
    fn integer(&mut self) -> ReadResult<Option<i32>>;
    /// Reads a whole number of 64 bits or fewer.
    fn big_int(&mut self) -> ReadResult<Option<i64>>;
    /// Reads a floating-point number of 32 bits.
    fn real(&mut self) -> ReadResult<Option<f32>>;
    /// Reads a floating-point number of 64 bits or fewer.
    fn double(&mut self) -> ReadResult<Option<f64>>;
    /// Reads text.
    fn text(&mut self) -> ReadResult<Option<&str>>;
    /// Reads bytes.
    fn bytes(&mut self) -> ReadResult<Option<&[u8]>>;
    /// Reads a UUID.
    fn uuid(&mut self) -> ReadResult<Option<Uuid>>;
    /// Reads a day, in days since 1970-01-01.
    fn date(&mut self) -> ReadResult<Option<i32>>;
    /// Reads a time of day, in microseconds since midnight.
    fn time(&mut self) -> ReadResult<Option<i64>>;
    /// Reads a day and time without a zone, in microseconds since 1970-01-01 00:00.
    fn timestamp(&mut self) -> ReadResult<Option<i64>>;
    /// Reads a moment, in microseconds since 1970-01-01 00:00 UTC.
    fn timestamp_tz(&mut self) -> ReadResult<Option<i64>>;
    /// Reads a decimal number.
    fn decimal(&mut self) -> ReadResult<Option<Decimal>>;
    /// Reads JSON, as text.
    fn json(&mut self) -> ReadResult<Option<&str>>;
    /// Reads a span of time.
    fn interval(&mut self) -> ReadResult<Option<Interval>>;
    /// Reads an address of the internet.
    fn inet(&mut self) -> ReadResult<Option<IpAddr>>;
    /// Reads a network of the internet.
    fn cidr(&mut self) -> ReadResult<Option<IpNetwork>>;
    /// Reads a range of this type.
    fn range(&mut self, ty: RangeType) -> ReadResult<Option<Range<Endpoint>>>;
    /// Reads a list of values of this type: `each` reads one of them, as if it were a cell of its own.
    fn list(
        &mut self,
        element: SqlType,
        each: &mut dyn FnMut(&mut dyn RowReader) -> ReadResult<()>,
    ) -> ReadResult<Option<()>>;
    /// Writes so many of the next cells as PostgreSQL's binary format has them, each with its length before it, and passes over
    /// them: just as they are in the database. `false` where that has them in another form; nothing happens then.
    fn copy_binary(&mut self, _cells: usize, _out: &mut BytesMut) -> ReadResult<bool> {
        Ok(false)
    }
}
