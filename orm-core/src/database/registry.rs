use crate::schema::Table;

/// A model that is linked into the program. The derive registers each with `inventory::submit!`.
#[derive(Debug)]
pub struct Registration {
    /// Its table.
    pub table: &'static Table,
}

inventory::collect!(Registration);

/// The tables of all models in the program, by name.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, name: String }
/// assert!(orm::models().iter().any(|table| table.name == "country"));
/// ```
#[must_use]
pub fn models() -> Vec<&'static Table> {
    let mut tables: Vec<_> = inventory::iter::<Registration>.into_iter().map(|model| model.table).collect();
    tables.sort_by_key(|table| (table.name, table.model));
    tables
}
