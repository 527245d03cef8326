use crate::model::Model;
use crate::schema::Table;
use crate::value::Key;

/// By which column of `M` a foreign key points at it: [`PrimaryKey`], or what `#[orm(alternate_key)]` makes of another
/// column, such as `CountryByCode` for `code` of `Country`.
///
/// ```
/// use orm::prelude::*;
/// use orm::relation::TargetKey;
///
/// #[derive(Model)]
/// struct Country {
///     id: i64,
///     #[orm(alternate_key)]
///     code: String,
/// }
///
/// let france = Country { id: 1, code: "FR".to_owned() };
/// assert_eq!(CountryByCode::of(&france), "FR");
/// ```
#[diagnostic::on_unimplemented(
    message = "no foreign key can point at `{M}` by `{Self}`",
    label = "not a key of `{M}`",
    note = "mark the field of `{M}` with #[orm(alternate_key)], which makes `{M}By` and the field's name"
)]
pub trait TargetKey<M: Model>: Send + Sync + 'static {
    /// The type of the column.
    type Key: Key;
    /// The column, as an index into the table's; none for the primary key.
    const COLUMN: Option<usize>;

    /// What the column holds in this row.
    fn of(row: &M) -> Self::Key;
}

/// Foreign keys point at the primary key, unless they say otherwise.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64 }
/// use orm::relation::{PrimaryKey, TargetKey};
///
/// assert_eq!(PrimaryKey::of(&Country { id: 1 }), 1);
/// ```
#[derive(Debug, Clone, Copy)]
pub enum PrimaryKey {}

impl<M: Model> TargetKey<M> for PrimaryKey {
    type Key = M::Key;
    const COLUMN: Option<usize> = None;

    fn of(row: &M) -> M::Key {
        row.key()
    }
}

/// The index of the column by which foreign keys with this key point at a model.
pub(crate) fn target_column<M: Model, B: TargetKey<M>>() -> usize {
    let table: &Table = M::TABLE;
    B::COLUMN.unwrap_or(table.primary_key)
}
