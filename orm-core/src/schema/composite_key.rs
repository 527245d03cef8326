use super::ColumnDef;
use crate::value::SqlType;

/// A primary key of several columns.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model)]
/// struct Seat {
///     #[orm(primary_key)]
///     row: String,
///     #[orm(primary_key)]
///     number: i32,
/// }
///
/// let key = Seat::TABLE.composite_key.unwrap();
/// assert_eq!(key.parts, [0, 1]);
/// assert_eq!(key.column.field, "(row, number)");
/// ```
#[derive(Debug)]
pub struct CompositeKey {
    /// What is said of the key as a whole. Its names are for messages.
    pub column: ColumnDef,
    /// The columns, as indexes into [`Table::columns`](super::Table::columns).
    pub parts: &'static [usize],
}

impl CompositeKey {
    /// The key of this name and type that consists of these columns.
    #[must_use]
    pub const fn new(name: &'static str, ty: SqlType, parts: &'static [usize]) -> Self {
        Self { column: ColumnDef::new(name, name, ty), parts }
    }
}
