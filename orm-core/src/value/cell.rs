use super::{ColumnType, ReadResult, RowReader, Value};

/// One cell, of whatever type.
pub trait Cell {
    /// Whether it has a value of its own.
    fn is_set(&self) -> bool;
    /// Whether it has a value, be it one that was loaded later for many rows.
    fn is_here(&self) -> bool;
    /// Its value; NULL where it has none.
    fn to_value(&self) -> Value<'_>;
    /// Reads it from the row's next cell.
    ///
    /// # Errors
    /// When the cell does not hold what the field takes.
    fn read(&mut self, row: &mut dyn RowReader) -> ReadResult<()>;
    /// Makes it NULL, if it can be.
    fn set_null(&mut self);
    /// Is without a value again, where it can be.
    fn forget(&mut self);
}

/// A field of a model, which always has a value.
impl<T: ColumnType> Cell for T {
    fn is_set(&self) -> bool {
        self.is_given()
    }

    fn is_here(&self) -> bool {
        ColumnType::is_here(self)
    }

    fn to_value(&self) -> Value<'_> {
        self.to_column()
    }

    fn read(&mut self, row: &mut dyn RowReader) -> ReadResult<()> {
        self.take(T::read_column(row)?);
        Ok(())
    }

    fn set_null(&mut self) {
        if let Some(null) = T::null() {
            self.take(null);
        }
    }

    fn forget(&mut self) {
        ColumnType::forget(self);
    }
}

/// A field of a new row, which may have no value yet.
#[derive(Debug)]
pub struct Slot<T>(pub Option<T>);

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: ColumnType> Cell for Slot<T> {
    fn is_set(&self) -> bool {
        self.0.is_some()
    }

    fn is_here(&self) -> bool {
        self.0.is_some()
    }

    fn to_value(&self) -> Value<'_> {
        // Not `map_or`, which would make NULL first and drop it: this is done for each cell that is written.
        match &self.0 {
            Some(value) => value.to_column(),
            None => Value::Null(T::KIND.ty),
        }
    }

    fn read(&mut self, row: &mut dyn RowReader) -> ReadResult<()> {
        self.0 = Some(T::read_column(row)?);
        Ok(())
    }

    fn set_null(&mut self) {
        self.0 = T::null();
    }

    fn forget(&mut self) {
        self.0 = None;
    }
}
