use std::sync::Arc;

use crate::schema::Table;

/// What a statement does to a table: what the core needs to name models and fields where a database does not.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Nothing that is known.
    None,
    /// It writes rows. The first parameters go into these columns, in order.
    Writes(&'static Table, Arc<[usize]>),
    /// It deletes rows.
    Deletes(&'static Table),
}
