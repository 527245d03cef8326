//! Values in PostgreSQL's binary format, as parameters and in files of COPY have them.

mod array;
mod limits;
mod literal;
mod network;
mod numeric;
mod range;
#[doc(hidden)]
pub mod range_flags;

use bytes::{BufMut, BytesMut};

use super::{SqlType, Value};

pub(crate) use array::{ArrayWriter, array};
pub use limits::size;

/// What writing a value can fail with, after [`size`] has passed: nothing that a program can cause.
///
/// ```
/// fn refusal() -> orm::value::binary::Unencodable {
///     "the day is out of range".into()
/// }
/// ```
pub type Unencodable = Box<dyn std::error::Error + Sync + Send>;

/// Whether a value is NULL, which has no bytes.
///
/// ```
/// use bytes::BytesMut;
/// use orm::value::{SqlType, Value, binary};
///
/// let null = binary::put(&Value::Null(SqlType::Text), &mut BytesMut::new());
/// assert_eq!(null.unwrap(), binary::Written::Null);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It is NULL, and nothing was written.
    Null,
    /// Its bytes were written.
    Bytes,
}

/// The day from which PostgreSQL counts, 2000-01-01, counted from 1970-01-01 as the library does.
///
/// ```
/// assert_eq!(orm::value::binary::EPOCH_DAYS, 10_957);
/// ```
pub const EPOCH_DAYS: i32 = 10_957;

/// The moment from which PostgreSQL counts, in microseconds.
///
/// ```
/// use orm::value::binary::{EPOCH_DAYS, EPOCH_MICROS};
///
/// assert_eq!(EPOCH_MICROS, i64::from(EPOCH_DAYS) * 86_400_000_000);
/// ```
pub const EPOCH_MICROS: i64 = 946_684_800_000_000;

/// What stands before the text of a document: jsonb is a version and the text.
///
/// ```
/// assert_eq!(orm::value::binary::JSONB_VERSION, 1);
/// ```
pub const JSONB_VERSION: u8 = 1;

/// What every file of COPY begins with: its signature, no flags, and no more of a header.
///
/// ```
/// assert!(orm::value::binary::COPY_HEADER.starts_with(b"PGCOPY\n"));
/// ```
pub const COPY_HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

/// What stands in place of a row's number of cells after the last one.
///
/// ```
/// assert_eq!(orm::value::binary::COPY_TRAILER, -1);
/// ```
pub const COPY_TRAILER: i16 = -1;

/// The length that says NULL.
///
/// ```
/// assert_eq!(orm::value::binary::NULL, -1);
/// ```
pub const NULL: i32 = -1;

/// The number of PostgreSQL's type for an element of an array; of what has none of its own, that of text.
fn oid(element: SqlType) -> u32 {
    match element {
        SqlType::Boolean => 16,
        SqlType::Bytes => 17,
        SqlType::BigInt => 20,
        SqlType::SmallInt => 21,
        SqlType::Integer => 23,
        SqlType::Text | SqlType::Enum(_) | SqlType::List(_) | SqlType::Row(_) => 25,
        SqlType::Cidr => 650,
        SqlType::Real => 700,
        SqlType::Double => 701,
        SqlType::Inet => 869,
        SqlType::Date => 1_082,
        SqlType::Time => 1_083,
        SqlType::Timestamp => 1_114,
        SqlType::TimestampTz => 1_184,
        SqlType::Interval => 1_186,
        SqlType::Decimal => 1_700,
        SqlType::Uuid => 2_950,
        SqlType::Json => 3_802,
        SqlType::Range(ty) => ty.oid(),
    }
}

/// Writes a value as PostgreSQL has it, without its length. A list whose elements are an enum's is its text instead, because the
/// server alone knows the number of their type.
///
/// # Errors
/// Where [`size`] refuses the value.
///
/// ```
/// use bytes::BytesMut;
/// use orm::value::{Value, binary};
///
/// let mut out = BytesMut::new();
/// assert_eq!(binary::put(&Value::Integer(258), &mut out).unwrap(), binary::Written::Bytes);
/// assert_eq!(*out, [0, 0, 1, 2]);
/// ```
pub fn put(value: &Value<'_>, out: &mut BytesMut) -> Result<Written, Unencodable> {
    match value {
        Value::Null(_) => return Ok(Written::Null),
        Value::Boolean(v) => out.put_u8(u8::from(*v)),
        Value::SmallInt(v) => out.put_i16(*v),
        Value::Integer(v) => out.put_i32(*v),
        Value::BigInt(v) | Value::Time(v) => out.put_i64(*v),
        Value::Real(v) => out.put_f32(*v),
        Value::Double(v) => out.put_f64(*v),
        Value::Text(v) => out.put_slice(v.as_bytes()),
        Value::Bytes(v) => out.put_slice(v),
        Value::Uuid(v) => out.put_slice(v.as_bytes()),
        Value::Date(v) => out.put_i32(v.checked_sub(EPOCH_DAYS).ok_or("the day is out of range")?),
        Value::Timestamp(v) | Value::TimestampTz(v) => {
            out.put_i64(v.checked_sub(EPOCH_MICROS).ok_or("the moment is out of range")?);
        }
        Value::Decimal(v) => numeric::encode(*v, out),
        Value::Json(v) => {
            out.put_u8(JSONB_VERSION);
            out.put_slice(v.as_bytes());
        }
        Value::Interval(v) => {
            out.put_i64(v.microseconds);
            out.put_i32(v.days);
            out.put_i32(v.months);
        }
        Value::Range(ty, range) => range::encode(*ty, range, out)?,
        Value::Inet(v) => network::address(*v, out),
        Value::Cidr(v) => network::network(*v, out),
        Value::List(SqlType::Enum(_), values) => out.put_slice(literal::list(values).as_bytes()),
        Value::List(ty, values) => array::encode(**ty, values, out)?,
        Value::Enum(_, name) => out.put_slice(name.as_bytes()),
        Value::Array(ty, values) => array::encode(*ty, values, out)?,
        Value::BinaryArray(_, bytes) => out.put_slice(bytes),
        Value::Row(..) | Value::Unfit(..) => return Err("PostgreSQL has no such value".into()),
    }
    Ok(Written::Bytes)
}

/// Writes a value with its length before it, as the cell of a row in a file of COPY.
///
/// # Errors
/// As [`put`].
///
/// ```
/// use bytes::BytesMut;
/// use orm::value::{Value, binary};
///
/// let mut out = BytesMut::new();
/// binary::put_cell(&Value::Text("ann".into()), &mut out).unwrap();
/// assert_eq!(*out, *b"\0\0\0\x03ann");
/// ```
pub fn put_cell(value: &Value<'_>, out: &mut BytesMut) -> Result<(), Unencodable> {
    let at = out.len();
    out.put_i32(NULL);
    let start = out.len();
    if put(value, out)? == Written::Bytes {
        let length = i32::try_from(out.len() - start)?;
        out[at..start].copy_from_slice(&length.to_be_bytes());
    }
    Ok(())
}
