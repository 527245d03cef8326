use super::{Domain, ReadResult, RowReader, SqlType, Value};

/// A Rust type that a column can hold.
///
/// Implemented for the types of the table below. `#[derive(Field)]` implements it for a struct around one of them,
/// `#[derive(DbEnum)]` for an enum. By hand, say which SQL type it is stored as, and delegate to the type that already
/// reads and writes it. A value that the column cannot hold becomes [`Value::Unfit`].
///
/// | Rust | SQL |
/// |---|---|
/// | `bool` | boolean |
/// | `i16`, `i32`, `i64` | smallint, integer, bigint |
/// | `i8`, `u16`, `u32`, `u64` | smallint, integer, bigint, bigint, with a CHECK for their range |
/// | `f32`, `f64` | real, double precision |
/// | `String` | text, or varchar(n) with `max_length` |
/// | `Vec<u8>` | bytea |
/// | `uuid::Uuid` | uuid |
/// | `chrono::NaiveDate`, `NaiveTime`, `NaiveDateTime`, `DateTime<Utc>` | date, time, timestamp, timestamp with time zone |
/// | with the feature `time`: `time::Date`, `Time`, `PrimitiveDateTime`, `OffsetDateTime`, `UtcDateTime`, `Duration` | date, time, timestamp, timestamp with time zone (both), interval |
/// | with the feature `jiff`: `jiff::civil::Date`, `Time`, `DateTime`, `jiff::Timestamp`, `SignedDuration` | date, time, timestamp, timestamp with time zone, interval |
/// | [`Interval`](super::Interval), `chrono::TimeDelta`, `std::time::Duration` | interval |
/// | `rust_decimal::Decimal` | numeric, or numeric(n, m) with `max_digits` and `decimal_places` |
/// | `std::net::IpAddr`, [`IpNetwork`](super::IpNetwork) | inet, cidr |
/// | [`Range<T>`](super::Range) of `i32`, `i64`, `Decimal`, days, timestamps and moments | int4range, int8range, numrange, daterange, tsrange, tstzrange |
/// | [`Json<T>`](super::Json), `serde_json::Value` | jsonb |
/// | `Vec<T>` and `Vec<Option<T>>` of each | an array |
///
/// `Option<T>` of each is the same column without NOT NULL.
///
/// ```
/// use orm::value::{Field, ReadResult, RowReader, SqlType, Value};
///
/// #[derive(Debug, Clone, PartialEq)]
/// struct Metres(i64);
///
/// impl Field for Metres {
///     const TYPE: SqlType = SqlType::BigInt;
///
///     fn to_value(&self) -> Value<'_> {
///         self.0.to_value()
///     }
///
///     fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
///         Ok(i64::read(row)?.map(Metres))
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "a column cannot hold a `{Self}`",
    label = "not a column type",
    note = "columns hold bool, numbers, String, Vec<u8>, Uuid, Decimal, dates, times and spans of time, Range<T>, IpAddr, Json<T>, serde_json::Value, and Vec and Option of each",
    note = "for a type of your own, derive `DbEnum` or `Field`, or implement `orm::value::Field`"
)]
pub trait Field: Sized + Send + Sync + 'static {
    /// The SQL type of the column.
    const TYPE: SqlType;

    /// Which values of that SQL type the column takes. `create_tables` writes a CHECK for it.
    const DOMAIN: Domain = Domain::All;

    /// The value as a parameter, borrowing what it can.
    fn to_value(&self) -> Value<'_>;

    /// The value as a parameter that owns what it holds.
    fn into_value(self) -> Value<'static> {
        self.to_value().into_owned()
    }

    /// Reads the row's next cell; `None` is NULL.
    ///
    /// # Errors
    /// When the cell holds another type, or content that this type does not take.
    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>>;
}
