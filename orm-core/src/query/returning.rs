//! The rows that an update or a delete has written, as they are given back.

use std::fmt;
use std::future::IntoFuture;

use chrono::Utc;

use super::among::go_before_their_turn;
use super::delete::refuse_whole_table;
use super::gather::Gather;
use super::prefetch::IntoPrefetch;
use super::read::{GatherExchange, affected, returned};
use super::update::{columns_set, effect};
use super::{DeleteRows, Projection, QuerySet, UpdateRows, protected};
use crate::database::{BoxFuture, Db};
use crate::error::Result;
use crate::expr::{Assignment, Selection};
use crate::model::{Fields, Model};
use crate::sql;
use crate::sql::{Access, Columns, Compiled, Delete, Effect, Select, Statement, Update, rows_and_output};

/// An update or a delete that gives back the rows that it has written, made by [`UpdateRows::returning`] and
/// [`DeleteRows::returning`]. Awaited, it gives `Result<Vec<M>>`: after an update the rows as they are now, of a delete as they were.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, visits: i32 }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
/// # User::create().name("ann").visits(1).await?;
/// let users = User::filter(|u| u.visits.gt(0)).update(|u| u.visits.set(u.visits + 1)).returning().await?;
/// assert_eq!(users[0].visits, 2);
/// let names = User::filter(|u| u.visits.gt(1)).delete().returning().values(|u| u.name).await?;
/// assert_eq!(names, ["ann"]);
/// # Ok(()) }
/// ```
#[must_use = "nothing is written until it is awaited"]
pub struct Returning<M: Model, T = M> {
    rows: QuerySet<M, T>,
    write: Write<M>,
}

enum Write<M> {
    Update(Vec<Assignment<M>>),
    Delete { everything: bool },
}

impl<M: Model> UpdateRows<M> {
    /// Gives back the rows as they are after the update, in no order that could be relied on.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "jobs")] struct Job { id: i64, worker: Option<i32> }
    /// # async fn example() -> orm::Result<()> {
    /// // Takes a job that nobody works on, which no other worker gets.
    /// let free = Job::filter(|j| j.worker.is_null()).order_by(|j| j.id).limit(1).select_for_update().skip_locked();
    /// let mine: Vec<Job> = free.update(|j| j.worker.set(7)).returning().await?;
    /// # Ok(()) }
    /// ```
    pub fn returning(self) -> Returning<M> {
        Returning { rows: self.rows, write: Write::Update(self.set) }
    }
}

impl<M: Model> DeleteRows<M> {
    /// Gives back the rows that were deleted, as they were.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "sessions")] struct Session { id: i64, expired: bool }
    /// # async fn example() -> orm::Result<()> {
    /// let gone: Vec<Session> = Session::filter(|s| s.expired.eq(true)).delete().returning().await?;
    /// # Ok(()) }
    /// ```
    pub fn returning(self) -> Returning<M> {
        Returning { rows: self.rows, write: Write::Delete { everything: self.everything } }
    }
}

impl<M: Model> Returning<M> {
    /// Loads relations of the rows that come back, as [`QuerySet::prefetch_related`] does.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, orders: HasMany<Order> }
    /// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, user: ForeignKey<User>, paid: bool }
    /// # async fn example() -> orm::Result<()> {
    /// let paid = Order::all().update(|o| o.paid.set(true)).returning().prefetch_related(|o| o.user).await?;
    /// # Ok(()) }
    /// ```
    pub fn prefetch_related<P: IntoPrefetch<M>>(self, relations: impl FnOnce(&'static Fields<M>) -> P) -> Self {
        Self { rows: self.rows.prefetch_related(relations), ..self }
    }
}

impl<M: Model, T> Returning<M, T> {
    /// Gives back columns and expressions over the rows instead of whole ones, as [`QuerySet::values`] does.
    ///
    /// # Errors
    /// When awaited, `Error::Unsupported` for what is in the row of a foreign key, and for aggregates.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, visits: i32 }
    /// # async fn example() -> orm::Result<()> {
    /// let keys: Vec<i64> = User::filter(|u| u.visits.eq(0)).update(|u| u.visits.set(1)).returning().values(|u| u.id).await?;
    /// # Ok(()) }
    /// ```
    pub fn values<S: Selection<M>>(self, selection: impl FnOnce(&'static Fields<M>) -> S) -> Returning<M, S::Output> {
        Returning { rows: self.rows.values(selection), write: self.write }
    }

    /// Gives back a projection of each row, as [`QuerySet::project`] does.
    ///
    /// # Errors
    /// As those of [`values`](Self::values).
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, visits: i32 }
    /// #[derive(Projection)]
    /// #[orm(model = User)]
    /// struct Card {
    ///     id: i64,
    ///     name: String,
    /// }
    ///
    /// # async fn example() -> orm::Result<()> {
    /// let gone: Vec<Card> = User::filter(|u| u.visits.eq(0)).delete().returning().project().await?;
    /// # Ok(()) }
    /// ```
    pub fn project<P: Projection<Model = M>>(self) -> Returning<M, P> {
        Returning { rows: self.rows.project(), write: self.write }
    }
}

impl<M: Model, T: Send + 'static> Returning<M, T> {
    async fn run(self) -> Result<Vec<T>> {
        let Self { rows, write } = self;
        match write {
            Write::Update(set) => {
                let set = columns_set(M::TABLE, set, Utc::now())?;
                if set.is_empty() || rows.select.is_empty() {
                    return Ok(Vec::new());
                }
                let effect = effect(M::TABLE, &set);
                let (db, loads) = (rows.db()?, rows.loads.is_some());
                let (select, columns, gather) = rows.into_written();
                let (rows, output) = rows_and_output(select);
                let returning = sql::Returning::Output(output);
                let compiled = Update { rows, set, returning }.compile(db.dialect())?;
                let updating = given_back(&db, compiled, columns, effect, gather);
                // What is loaded with the rows is as it was with the write.
                if loads { db.as_one(updating).await } else { updating.await }
            }
            Write::Delete { everything } => {
                refuse_whole_table(&rows.select, everything)?;
                if rows.select.is_empty() {
                    return Ok(Vec::new());
                }
                let (db, loads) = (rows.db()?, rows.loads.is_some());
                let (select, columns, gather) = rows.into_written();
                let (read, (rows, output)) = (select.clone(), rows_and_output(select));
                let (again, returning) = (rows.clone(), sql::Returning::Output(output));
                let compiled = Delete { rows, returning }.compile(db.dialect())?;
                let was_inside = db.in_transaction();
                let gone = if go_before_their_turn(&db, M::TABLE) {
                    let deleting = read_and_deleted(&db, read, again.clone(), columns, gather);
                    Box::pin(db.as_one(deleting)).await
                } else {
                    let deleting = given_back(&db, compiled, columns, Effect::Deletes(M::TABLE), gather);
                    if loads { db.as_one(deleting).await } else { deleting.await }
                };
                match gone {
                    // What a transaction of its own was refused for is not answered before that is over.
                    Err(error) if !(loads && was_inside) => Err(Box::pin(protected::explain(&db, again, error)).await),
                    gone => gone,
                }
            }
        }
    }
}

impl<M: Model, T> QuerySet<M, T> {
    /// The rows to be written, and how what they give back is read.
    fn into_written(self) -> (Select, Columns, Gather<M, T>) {
        // Their order matters only to which of them a limit lets through, and the model's own is in `into_gathered`.
        let order = if self.select.is_sliced() { None } else { Some(self.select.order.clone()) };
        let (mut select, columns, gather) = self.into_gathered();
        if let Some(order) = order {
            select.order = order;
        }
        (select, columns, gather)
    }
}

async fn given_back<M: Model, T: Send + 'static>(
    db: &Db,
    compiled: Compiled,
    columns: Columns,
    effect: Effect,
    gather: Gather<M, T>,
) -> Result<Vec<T>> {
    let statement = Statement { sql: compiled.sql.into(), access: Access::Write, columns, effect };
    let exchange = Box::new(GatherExchange { parameters: compiled.parameters, gather });
    let outcome = db.run(statement, exchange).await?;
    let provenance = db.provenance();
    returned::<GatherExchange<M, T>>(outcome.exchange)?.gather.finish(db, provenance).await
}

/// Reads rows that may go with each other before it deletes them.
async fn read_and_deleted<M: Model, T: Send + 'static>(
    db: &Db,
    read: Select,
    rows: Select,
    columns: Columns,
    gather: Gather<M, T>,
) -> Result<Vec<T>> {
    let Compiled { sql, parameters } = read.compile(db.dialect())?;
    let statement = Statement { sql: sql.into(), access: Access::Read, columns, effect: Effect::Reads(M::TABLE) };
    let outcome = db.run(statement, Box::new(GatherExchange { parameters, gather })).await?;
    let gather = returned::<GatherExchange<M, T>>(outcome.exchange)?.gather;
    let delete = Delete { rows, returning: sql::Returning::Nothing }.compile(db.dialect())?;
    affected(db, delete, Effect::Deletes(M::TABLE)).await?;
    gather.finish(db, db.provenance()).await
}

impl<M: Model, T: Send + 'static> IntoFuture for Returning<M, T> {
    type Output = Result<Vec<T>>;
    type IntoFuture = BoxFuture<'static, Result<Vec<T>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<M: Model, T> fmt::Debug for Returning<M, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Returning").field("rows", &self.rows).finish_non_exhaustive()
    }
}
