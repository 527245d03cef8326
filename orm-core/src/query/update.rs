use std::fmt;
use std::future::IntoFuture;

use chrono::{DateTime, Utc};

use super::QuerySet;
use super::computed::computed_by_database;
use super::read::affected;
use super::version::count_on;
use crate::database::BoxFuture;
use crate::error::{Error, Result};
use crate::expr::{Assignment, IntoAssignments, Node};
use crate::field::FieldSet;
use crate::model::{Fields, Model};
use crate::schema::{Fill, Table};
use crate::sql::{Effect, Returning, Update};
use crate::validation;
use crate::value::{Value, now};

/// An update of all rows of a query, made by [`QuerySet::update`]. Awaited, it gives the number of rows.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
/// User::create().name("ann").await?;
/// assert_eq!(User::all().update(|u| u.age.set(u.age + 1)).await?, 1);
/// # Ok(()) }
/// ```
#[must_use = "nothing is updated until it is awaited"]
pub struct UpdateRows<M: Model> {
    pub(super) rows: QuerySet<M>,
    pub(super) set: Vec<Assignment<M>>,
}

impl<M: Model> QuerySet<M> {
    /// Sets columns of all rows of the query, in one statement. Fields with `auto_now` are set, too.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct User { id: i64, visits: i32, active: bool }
    /// # async fn example() -> orm::Result<()> {
    /// let users = User::filter(|u| u.visits.eq(0)).update(|u| (u.active.set(false), u.visits.set(u.visits + 1))).await?;
    /// # Ok(()) }
    /// ```
    pub fn update<A: IntoAssignments<M>>(self, set: impl FnOnce(&'static Fields<M>) -> A) -> UpdateRows<M> {
        UpdateRows { rows: self, set: set(Fields::<M>::REF).into_assignments() }
    }
}

impl<M: Model> IntoFuture for UpdateRows<M> {
    type Output = Result<u64>;
    type IntoFuture = BoxFuture<'static, Result<u64>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let set = columns_set(M::TABLE, self.set, Utc::now())?;
            if set.is_empty() || self.rows.select.is_empty() {
                return Ok(0);
            }
            let db = self.rows.db()?;
            let rows = self.rows.into_rows();
            let effect = effect(M::TABLE, &set);
            affected(&db, Update { rows, set, returning: Returning::Nothing }.compile(db.dialect())?, effect).await
        })
    }
}

/// The columns that assignments set, checked, and with them those that hold the moment of the last write and the version.
pub(super) fn columns_set<M>(
    table: &'static Table,
    assignments: Vec<Assignment<M>>,
    moment: DateTime<Utc>,
) -> Result<Vec<(usize, Node)>> {
    let mut set: Vec<(usize, Node)> = Vec::with_capacity(assignments.len());
    for (column, node) in assignments.into_iter().map(Assignment::into_parts) {
        if set.iter().any(|(other, _)| *other == column) {
            let (model, field) = (table.model, table.columns[column].field);
            return Err(Error::InvalidValue { model, field, reason: "it is set twice in one update".to_owned() });
        }
        if table.columns[column].fill == Fill::Computed {
            return Err(computed_by_database(table, column));
        }
        set.push((column, node));
    }
    validation::assigned(table, set.iter().filter_map(plain))?;
    if !set.is_empty() {
        add_what_is_ours(table, &mut set, moment);
    }
    Ok(set)
}

/// A column and its value, where that is no expression.
pub(super) fn plain((column, node): &(usize, Node)) -> Option<(usize, &Value<'static>)> {
    if let Node::Value(value) = node { Some((*column, value)) } else { None }
}

/// What an update that sets these columns does. A parameter's column is known as long as each has exactly one.
pub(super) fn effect(table: &'static Table, set: &[(usize, Node)]) -> Effect {
    let values = set.iter().take_while(|(_, node)| matches!(node, Node::Value(_)));
    Effect::Writes(table, values.map(|(column, _)| *column).collect())
}

/// Adds the columns that hold the moment of the last write and the version, where they are not set already.
pub(super) fn add_what_is_ours(table: &'static Table, set: &mut Vec<(usize, Node)>, moment: DateTime<Utc>) {
    for (index, column) in table.columns.iter().enumerate() {
        if column.fill == Fill::OnWrite && set.iter().all(|(other, _)| *other != index) {
            set.push((index, Node::Value(now(column.ty, moment))));
        }
    }
    count_on(table, set);
}

impl<M: Model> fmt::Debug for UpdateRows<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdateRows").field("rows", &self.rows).finish_non_exhaustive()
    }
}
