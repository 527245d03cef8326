use std::borrow::Cow;

use super::{ColumnDef, MAX_IDENTIFIER_BYTES, constraint_name};
use crate::value::{Domain, SqlType};

/// A column of the database: a field's own, or one of several in which a foreign key is kept.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Seat { #[orm(primary_key)] row: String, #[orm(primary_key)] number: i32 }
/// #[derive(Model)]
/// struct Ticket {
///     id: i64,
///     seat: Option<ForeignKey<Seat>>,
/// }
///
/// let parts: Vec<_> = Ticket::TABLE.parts(1).map(|part| (part.name, part.nullable)).collect();
/// assert_eq!(parts, [("seat_row".into(), true), ("seat_number".into(), true)]);
/// ```
#[derive(Debug, Clone)]
pub struct Part {
    /// Its name.
    pub name: Cow<'static, str>,
    /// Its type.
    pub ty: SqlType,
    /// Which values of that type it takes.
    pub domain: Domain,
    /// Whether it takes NULL.
    pub nullable: bool,
    /// The longest text in characters.
    pub max_length: Option<u32>,
    /// How many digits a decimal has, in all and after the point.
    pub digits: Option<(u32, u32)>,
}

impl Part {
    /// A column that is one in the database too.
    pub(super) fn of(def: &ColumnDef) -> Self {
        let ColumnDef { name, ty, domain, nullable, max_length, digits, .. } = *def;
        Self { name: Cow::Borrowed(name), ty, domain, nullable, max_length, digits }
    }

    /// The part of a foreign key that points at this column of a key.
    pub(super) fn pointing_at(key: &Self, foreign: &ColumnDef) -> Self {
        let prefix = foreign.name.strip_suffix("_id").unwrap_or(foreign.name);
        let mut name = format!("{prefix}_{}", key.name);
        if name.len() > MAX_IDENTIFIER_BYTES {
            name = constraint_name(prefix, [&*key.name], "part");
        }
        Self { name: Cow::Owned(name), nullable: foreign.nullable, ..key.clone() }
    }
}
