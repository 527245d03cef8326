//! What can be found in SQL as in a table.

use std::sync::Arc;

use super::QuerySet;
use crate::database::Db;
use crate::expr::{DerivedNode, Source};
use crate::model::Model;

/// Rows that are found in SQL of the program's own as in a table: a model's, and those of a projection with `table`.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// use orm::query::{Raw, TableRow};
///
/// fn first_ten<T: TableRow>(sql: Raw<T>) -> QuerySet<T::Of, T> {
///     sql.as_table().limit(10)
/// }
/// let users: QuerySet<User> = first_ten(User::raw("SELECT * FROM users", ()));
/// ```
#[diagnostic::on_unimplemented(
    message = "rows of `{Self}` cannot stand in place of a table",
    label = "its columns have no names in queries",
    note = "a struct's have where it derives `Model`, or `Projection` with `#[orm(table)]`"
)]
pub trait TableRow: Sized + Send + 'static {
    /// What queries about them are about.
    type Of: Model;

    /// A query about these.
    #[doc(hidden)]
    fn queryset(rows: DerivedNode, db: Option<Db>) -> QuerySet<Self::Of, Self>;
}

#[diagnostic::do_not_recommend]
impl<M: Model> TableRow for M {
    type Of = M;

    fn queryset(rows: DerivedNode, db: Option<Db>) -> QuerySet<M> {
        let mut query = QuerySet::<M>::whole();
        query.db = db;
        query.change(|select| select.source = Source::Derived(Arc::new(rows)))
    }
}
