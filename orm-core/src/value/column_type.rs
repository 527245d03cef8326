use super::{Cell, Domain, Field, NotNull, Null, Nullability, ReadError, ReadResult, RowReader, Slot, SqlType, Value};

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
    note = "columns hold bool, numbers, String, Vec<u8>, Uuid, Decimal, dates, times and spans of time, Range<T>, IpAddr, Json<T>, serde_json::Value, and Vec and Option of each",
    note = "for a type of your own, derive `DbEnum` or `Field`, or implement `orm::value::Field`"
)]
pub trait ColumnType: Sized + Send + Sync + 'static {
    /// The type without the `Option`, by which it is compared.
    type Base: Field;
    /// Whether the column takes NULL.
    type Nullability: Nullability;

    /// What the type says of its column.
    #[doc(hidden)]
    const KIND: Kind = Kind {
        ty: <Self::Base as Field>::TYPE,
        domain: <Self::Base as Field>::DOMAIN,
        nullable: <Self::Nullability as Nullability>::NULLABLE,
        deferred: false,
    };

    /// The value as a parameter, borrowing what it can.
    fn to_column(&self) -> Value<'_>;

    /// The value as a parameter that owns what it holds.
    fn into_column(self) -> Value<'static>;

    /// The value as a cell of whatever type.
    #[doc(hidden)]
    fn cell(&self) -> &dyn Cell {
        self
    }

    /// The same, to be changed.
    #[doc(hidden)]
    fn cell_mut(&mut self) -> &mut dyn Cell {
        self
    }

    /// The cell of a new row as one of whatever type.
    #[doc(hidden)]
    fn slot(slot: &Slot<Self>) -> &dyn Cell {
        slot
    }

    /// The same, to be changed.
    #[doc(hidden)]
    fn slot_mut(slot: &mut Slot<Self>) -> &mut dyn Cell {
        slot
    }

    /// Whether the value is here, and has been since the row was read or was set by the program.
    #[doc(hidden)]
    fn is_given(&self) -> bool {
        true
    }

    /// Whether there is a value, wherever it came from.
    #[doc(hidden)]
    fn is_here(&self) -> bool {
        true
    }

    /// Takes this value in place of its own.
    #[doc(hidden)]
    fn take(&mut self, value: Self) {
        *self = value;
    }

    /// Is without a value again, where it can be.
    #[doc(hidden)]
    fn forget(&mut self) {}

    /// NULL as a value of this type, if it has one.
    fn null() -> Option<Self> {
        None
    }

    /// Reads the row's next cell.
    ///
    /// # Errors
    /// When the cell is NULL and this is not an `Option`, or as [`Field::read`] says.
    fn read_column(row: &mut dyn RowReader) -> ReadResult<Self>;
}

/// What a field's type says of its column.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// The SQL type.
    pub ty: SqlType,
    /// Which values of it.
    pub domain: Domain,
    /// Whether the column takes NULL.
    pub nullable: bool,
    /// Whether the column is left out where rows are read.
    pub deferred: bool,
}

impl Kind {
    /// Of a type that is one column.
    const fn of<T: Field>(nullable: bool) -> Self {
        assert!(T::TYPE.width() == 1, "a `Composite` is a key of several fields: write a field for each of them");
        Self { ty: T::TYPE, domain: T::DOMAIN, nullable, deferred: false }
    }
}

#[diagnostic::do_not_recommend]
impl<T: Field> ColumnType for T {
    type Base = T;
    type Nullability = NotNull;
    const KIND: Kind = Kind::of::<T>(false);

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
    const KIND: Kind = Kind::of::<T>(true);

    fn to_column(&self) -> Value<'_> {
        match self {
            Some(value) => value.to_value(),
            None => Value::Null(T::TYPE),
        }
    }

    fn into_column(self) -> Value<'static> {
        self.map_or(Value::Null(T::TYPE), T::into_value)
    }

    fn null() -> Option<Self> {
        Some(None)
    }

    fn read_column(row: &mut dyn RowReader) -> ReadResult<Self> {
        T::read(row)
    }
}
