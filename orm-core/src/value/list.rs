//! [`Field`] for lists of values, which are one cell.

use super::{ColumnType, Field, ReadResult, RowReader, SqlType, Value};

impl SqlType {
    /// The type of lists of these.
    pub(super) const fn list_of(element: &'static Self) -> Self {
        assert!(
            !matches!(element, Self::List(_) | Self::Row(_)),
            "a list in a column cannot hold lists or keys of several columns: keep them as a Json<Vec<..>>"
        );
        Self::List(element)
    }
}

fn read<T: ColumnType>(row: &mut dyn RowReader, element: SqlType) -> ReadResult<Option<Vec<T>>> {
    let mut items = Vec::new();
    let found = row.list(element, &mut |row| {
        items.push(T::read_column(row)?);
        Ok(())
    })?;
    Ok(found.map(|()| items))
}

impl<T: Field> Field for Vec<T> {
    const TYPE: SqlType = SqlType::list_of(&T::TYPE);

    fn to_value(&self) -> Value<'_> {
        Value::List(&T::TYPE, self.iter().map(T::to_value).collect())
    }

    fn into_value(self) -> Value<'static> {
        Value::List(&T::TYPE, self.into_iter().map(T::into_value).collect())
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        read(row, T::TYPE)
    }
}

impl<T: Field> Field for Vec<Option<T>> {
    const TYPE: SqlType = SqlType::list_of(&T::TYPE);

    fn to_value(&self) -> Value<'_> {
        Value::List(&T::TYPE, self.iter().map(Option::to_column).collect())
    }

    fn into_value(self) -> Value<'static> {
        Value::List(&T::TYPE, self.into_iter().map(Option::into_column).collect())
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        read(row, T::TYPE)
    }
}
