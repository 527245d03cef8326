use std::fmt;

/// Why a relation has no rows to give, or a deferred column no value.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64 }
/// let key: ForeignKey<Country> = ForeignKey::new(33);
/// let Err(orm::Error::NotLoaded { reason, .. }) = key.get() else { panic!() };
/// assert_eq!(reason, orm::error::NotLoaded::Row);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotLoaded {
    /// The row that a foreign key points at, or the one that points back, was not loaded.
    Row,
    /// The rows on the other side were not loaded.
    Rows,
    /// Only those rows were loaded that a query of the program's picked.
    Picked,
    /// The query forbids loading anything later than with itself.
    Forbidden,
    /// The row was written out by the program, and so belongs to no row of the database.
    Detached,
    /// The column is deferred, and was not loaded.
    Column,
    /// The query forbids loading a deferred column later than with itself.
    ForbiddenColumn,
    /// The row of a deferred column was written out by the program, and so belongs to no row of the database.
    DetachedColumn,
}

impl NotLoaded {
    /// The message, with the way out of it.
    pub(super) fn explain(self, model: &str, relation: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = model.chars().next().map_or('r', |first| first.to_ascii_lowercase());
        match self {
            Self::Detached => write!(
                f,
                "the row of this relation to {model} was not read from the database: read it first, or query {model}"
            ),
            Self::Column => write!(
                f,
                "{model}.{relation} is deferred and not loaded: add .undefer(|{row}| {row}.{relation}) to the query, \
                 or call load() on it"
            ),
            Self::ForbiddenColumn => write!(
                f,
                "{model}.{relation} is deferred and not loaded, and the query of its row forbids loading it now: \
                 add .undefer(|{row}| {row}.{relation}) to that"
            ),
            Self::DetachedColumn => f.write_str(
                "the row of this deferred field was not read from the database: read it first, or set the field",
            ),
            Self::Row if relation.is_empty() => {
                write!(f, "the {model} of this foreign key is not loaded: call load() on it")
            }
            Self::Row => write!(
                f,
                "{model}.{relation} is not loaded: add .select_related(|{row}| {row}.{relation}) to the query, \
                 or call load() on it"
            ),
            Self::Rows => write!(
                f,
                "{model}.{relation} is not loaded: add .prefetch_related(|{row}| {row}.{relation}) to the query, \
                 or call load() on it"
            ),
            Self::Picked => write!(
                f,
                "{model}.{relation} holds only the rows that a query picked: read them with picked(), \
                 or call load() on it for all of them"
            ),
            Self::Forbidden => write!(
                f,
                "{model}.{relation} is not loaded, and the query of its row forbids loading it now: \
                 add .prefetch_related(|{row}| {row}.{relation}) to that"
            ),
        }
    }
}
