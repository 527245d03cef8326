use crate::model::Model;
use crate::schema::{Table, Through};
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

/// The link tables that are made for relations of these models, each where the relation was declared first-hand.
pub(crate) fn made_links(models: &[Registration]) -> Vec<Registration> {
    let made = models.iter().flat_map(|model| model.table.reverse).filter_map(|relation| match relation.through {
        Through::Link(link) if link.made && link.near < link.far => Some((link.table)()),
        _ => None,
    });
    made.map(|table| Registration { table, checks: Vec::new }).collect()
}
