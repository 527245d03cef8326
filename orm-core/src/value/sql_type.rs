use std::fmt;

use super::{EnumType, RangeType, RowType};

/// The SQL types that a column can have, named as the SQL standard names them.
///
/// ```
/// use orm::value::{Field, SqlType};
///
/// assert_eq!(<i64 as Field>::TYPE, SqlType::BigInt);
/// assert_eq!(SqlType::BigInt.to_string(), "bigint");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SqlType {
    /// `true` or `false`.
    Boolean,
    /// A whole number of 16 bits.
    SmallInt,
    /// A whole number of 32 bits.
    Integer,
    /// A whole number of 64 bits.
    BigInt,
    /// A floating-point number of 32 bits.
    Real,
    /// A floating-point number of 64 bits.
    Double,
    /// Text of any length, in UTF-8 and without NUL.
    Text,
    /// Raw bytes.
    Bytes,
    /// A UUID of 128 bits.
    Uuid,
    /// A day of the calendar.
    Date,
    /// A time of day, to the microsecond.
    Time,
    /// A day and a time without a zone, to the microsecond.
    Timestamp,
    /// A moment in time, to the microsecond, kept in UTC.
    TimestampTz,
    /// An exact decimal number.
    Decimal,
    /// A JSON document.
    Json,
    /// One of a few names, as a type of the database's own where it has such types.
    Enum(&'static EnumType),
    /// A span of time in months, days and microseconds.
    Interval,
    /// An address of the internet.
    Inet,
    /// A network of the internet.
    Cidr,
    /// A range of values.
    Range(RangeType),
    /// A list of values of one type, which are no lists themselves.
    List(&'static SqlType),
    /// A key of several columns, each of which is a column of the database.
    Row(&'static RowType),
}

impl SqlType {
    /// How many columns of the database it takes: one, or as many as a key of several has.
    ///
    /// ```
    /// use orm::value::{Composite, Field, SqlType};
    ///
    /// assert_eq!(SqlType::BigInt.width(), 1);
    /// assert_eq!(<Composite<(i64, i32)>>::TYPE.width(), 2);
    /// ```
    #[must_use]
    pub const fn width(self) -> usize {
        match self {
            Self::Row(ty) => ty.parts.len(),
            _ => 1,
        }
    }

    /// The name that error messages use, which is PostgreSQL's; of a list, just `array`.
    ///
    /// ```
    /// assert_eq!(orm::value::SqlType::TimestampTz.name(), "timestamp with time zone");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::SmallInt => "smallint",
            Self::Integer => "integer",
            Self::BigInt => "bigint",
            Self::Real => "real",
            Self::Double => "double precision",
            Self::Text => "text",
            Self::Bytes => "bytea",
            Self::Uuid => "uuid",
            Self::Date => "date",
            Self::Time => "time",
            Self::Timestamp => "timestamp",
            Self::TimestampTz => "timestamp with time zone",
            Self::Decimal => "numeric",
            Self::Json => "jsonb",
            Self::Enum(ty) => ty.name,
            Self::Interval => "interval",
            Self::Inet => "inet",
            Self::Cidr => "cidr",
            Self::Range(ty) => ty.name(),
            Self::List(_) => "array",
            Self::Row(_) => "record",
        }
    }
}

impl fmt::Display for SqlType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::List(element) => write!(f, "{element}[]"),
            Self::Row(ty) => write!(f, "{ty}"),
            plain => f.write_str(plain.name()),
        }
    }
}
