use super::{Field, NotNull, Null, Nullability, ReadError, ReadResult, RowReader, SqlType, Value};

/// What a model's field can be: a [`Field`], an `Option` of one, or a foreign key.
///
/// Implemented through [`Field`]; there is no reason to implement it by hand.
///
/// ```
/// use orm::value::{ColumnType, SqlType, Value};
///
/// assert_eq!(None::<i64>.to_column(), Value::Null(SqlType::BigInt));
/// assert_eq!(Some(5_i64).to_column(), Value::BigInt(5));
/// ```
#[diagnostic::on_unimplemented(
    message = "a column cannot hold a `{Self}`",
    label = "not a column type",
    note = "columns hold bool, i16, i32, i64, f32, f64, String, Vec<u8>, Uuid, chrono's NaiveDate, NaiveTime, NaiveDateTime and DateTime<Utc>, Decimal, serde_json::Value, and Option of each",
    note = "for a type of your own, implement `orm::value::Field`"
)]
pub trait ColumnType: Sized + Send + Sync + 'static {
    /// The type without the `Option`, by which it is compared.
    type Base: Field;
    /// Whether the column takes NULL.
    type Nullability: Nullability;

    /// The column's SQL type.
    #[doc(hidden)]
    const SQL: SqlType = <Self::Base as Field>::TYPE;
    /// Whether the column takes NULL.
    #[doc(hidden)]
    const NULLABLE: bool = <Self::Nullability as Nullability>::NULLABLE;

    /// The value as a parameter, borrowing what it can.
    fn to_column(&self) -> Value<'_>;

    /// The value as a parameter that owns what it holds.
    fn into_column(self) -> Value<'static>;

    /// A column of a new row: NULL where it has no value yet.
    #[doc(hidden)]
    fn to_new_column(value: &Option<Self>) -> Value<'_> {
        value.as_ref().map_or(Value::Null(<Self::Base as Field>::TYPE), Self::to_column)
    }

    /// Reads the row's next cell.
    ///
    /// # Errors
    /// When the cell is NULL and this is not an `Option`, or as [`Field::read`] says.
    fn read_column(row: &mut dyn RowReader) -> ReadResult<Self>;
}

#[diagnostic::do_not_recommend]
impl<T: Field> ColumnType for T {
    type Base = T;
    type Nullability = NotNull;

    fn to_column(&self) -> Value<'_> {
        self.to_value()
    }

    fn into_column(self) -> Value<'static> {
        self.into_value()
    }

    fn read_column(row: &mut dyn RowReader) -> ReadResult<Self> {
        T::read(row)?.ok_or_else(ReadError::unexpected_null)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Field> ColumnType for Option<T> {
    type Base = T;
    type Nullability = Null;

    fn to_column(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null(T::TYPE), T::to_value)
    }

    fn into_column(self) -> Value<'static> {
        self.map_or(Value::Null(T::TYPE), T::into_value)
    }

    fn read_column(row: &mut dyn RowReader) -> ReadResult<Self> {
        T::read(row)
    }
}
