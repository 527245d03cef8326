use super::{Columns, Effect, SqlText};

/// A statement as a backend gets it: text whose values are all parameters, and what it gives back.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// use orm::sql::{Access, Columns, Effect, Statement};
///
/// let statement = Statement {
///     sql: "SELECT 1".to_owned().into(),
///     access: Access::Read,
///     columns: Columns::None,
///     effect: Effect::None,
/// };
/// ```
#[derive(Debug)]
pub struct Statement {
    /// The text. The same for every query of the same shape, so that a backend can prepare it once.
    pub sql: SqlText,
    /// Whether it reads or writes.
    pub access: Access,
    /// The columns of its rows.
    pub columns: Columns,
    /// What it does to a table; for messages.
    pub effect: Effect,
}

/// Whether a statement only reads.
///
/// ```
/// use orm::sql::Access;
///
/// fn may_go_to_a_reader(access: Access) -> bool {
///     access == Access::Read
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It changes nothing and locks nothing.
    Read,
    /// It may change rows.
    Write,
    /// It reads to find out why another statement has failed, and is answered also in the transaction that this has broken,
    /// if the database can.
    Inquiry,
}
