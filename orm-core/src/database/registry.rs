use crate::model::Model;
use crate::schema::{Link, RelationDef, Table};
use crate::sql::Check;

/// What `create_tables` needs to know about a model. The derive registers one for each model in the program.
///
/// ```
/// use orm::database::Registered;
/// use orm::prelude::*;
///
/// #[derive(Model)]
/// struct Country {
///     id: i64,
///     name: String,
/// }
///
/// assert_eq!(Country::REGISTRATION.table.name, "country");
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Registration {
    /// Its table.
    pub table: &'static Table,
    /// Its CHECK constraints.
    pub checks: fn() -> Vec<Check>,
}

inventory::collect!(Registration);

/// A model that can be registered, which every derived model is.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// use orm::database::Registered;
///
/// fn table<M: Registered>() -> &'static str {
///     M::REGISTRATION.table.name
/// }
/// assert_eq!(table::<User>(), "users");
/// ```
pub trait Registered: Model {
    /// What is registered.
    const REGISTRATION: Registration;
}

/// The models of the program, by table name; a crate's models are among them once anything of it is used.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, name: String }
/// assert!(orm::models().iter().any(|model| model.table.name == "country"));
/// ```
#[must_use]
pub fn models() -> Vec<Registration> {
    let mut models: Vec<_> = inventory::iter::<Registration>.into_iter().copied().collect();
    models.sort_by_key(|model| (model.table.name, model.table.model));
    models
}

/// The link tables that are made for relations of these models.
pub(crate) fn made_links(models: &[Registration]) -> Vec<Registration> {
    let links = models.iter().flat_map(|model| model.table.reverse).filter_map(|relation| relation.through.link());
    let made = links.filter(Link::is_made_here).map(|link| (link.table)());
    made.map(|table| Registration { table, checks: Vec::new }).collect()
}

/// The tables of all models, and those that are made for their relations.
pub(crate) fn tables() -> impl Iterator<Item = &'static Table> {
    let models = models();
    let links = made_links(&models);
    models.into_iter().chain(links).map(|model| model.table)
}

/// The foreign keys that point at a table.
pub(crate) fn pointing_at(target: &'static Table) -> impl Iterator<Item = (&'static Table, &'static RelationDef)> {
    let relations = tables().flat_map(|table| table.relations.iter().map(move |relation| (table, relation)));
    relations.filter(move |(_, relation)| std::ptr::eq((relation.target)(), target))
}
