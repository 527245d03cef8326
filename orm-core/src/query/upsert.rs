//! New rows that may be there already.

mod answer;
mod exchange;
mod repeated;
mod target;

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;

use chrono::Utc;

use self::exchange::UpsertExchange;
use self::target::Target;
use super::Create;
use super::bulk_create::BulkCreate;
use super::gather::{Gather, ModelOf};
use super::insert::{InsertExchange, fill};
use super::into_columns::IntoColumns;
use super::read::{Read, returned};
use super::update::columns_set;
use crate::database::{BoxFuture, Db, default_db};
use crate::error::{Error, Result};
use crate::expr::{Assignment, IntoProposals, Node, Predicate};
use crate::field::FieldSet;
use crate::model::{Fields, Model, NewModel};
use crate::schema::OutputColumn;
use crate::sql::{Access, Columns, Conflict, ConflictAction, Effect, Insert, Returning, Select, Statement, inserted};
use crate::value::{ColumnType, SqlType};

pub use answer::{Answer, Many, Maybe, One};

/// New rows, and which collisions with rows that are there are expected; made by `on_conflict`.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, #[orm(unique)] name: String, age: i16 }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
/// let ann = || User::create().name("ann").age(30).on_conflict(|u| u.name);
/// assert!(ann().do_nothing().await?.is_some());
/// assert!(ann().do_nothing().await?.is_none());
/// # Ok(()) }
/// ```
#[must_use = "nothing is created before it is said what becomes of a collision, and awaited"]
pub struct OnConflict<M: Model, A> {
    rows: Vec<M::New>,
    /// Whether it is the row of a call for one.
    is_one: bool,
    db: Option<Db>,
    target: Target,
    answer: PhantomData<fn() -> A>,
}

/// New rows, and what becomes of them where they collide with rows that are there, made by [`OnConflict::do_nothing`] and
/// [`OnConflict::do_update`].
///
/// Awaited, it gives the rows that were written, each as it is in the database: of one row that row, or maybe none where it can be
/// left out; of many a `Vec` in their order, without those that were left out.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, #[orm(unique)] name: String, age: i16 }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
/// User::create().name("ann").age(30).await?;
/// let rows = [("bob", 20), ("ann", 31)].map(|(name, age)| User::create().name(name).age(age));
/// let users = User::bulk_create(rows).on_conflict(|u| u.name).do_update(|u| u.age).await?;
/// assert_eq!((users[1].id, users[1].age), (1, 31));
/// # Ok(()) }
/// ```
#[must_use = "nothing is written until it is awaited"]
pub struct Upsert<M: Model, A, R = M> {
    rows: Vec<M::New>,
    /// Whether it is the row of a call for one.
    is_one: bool,
    db: Option<Db>,
    target: Target,
    /// What is set in a row that is there; `None` leaves the new one out.
    set: Option<Vec<Assignment<M>>>,
    /// What must be true for that.
    filter: Vec<Node>,
    /// Whether it comes back which rows are new.
    tells: bool,
    read: Read<R>,
    model_of: ModelOf<M, R>,
    answer: PhantomData<fn() -> A>,
}

impl<M: Model> BulkCreate<M> {
    /// Expects rows that are there already by a unique index over these columns. What becomes of the new ones then say
    /// [`do_nothing`](OnConflict::do_nothing) and [`do_update`](OnConflict::do_update).
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, #[orm(unique)] name: String, age: i16 }
    /// # async fn example(rows: Vec<NewUser>) -> orm::Result<()> {
    /// let users: Vec<User> = User::bulk_create(rows).on_conflict(|u| u.name).do_update(|u| u.age).await?;
    /// # Ok(()) }
    /// ```
    pub fn on_conflict<C: IntoColumns<M>>(self, columns: impl FnOnce(&'static Fields<M>) -> C) -> OnConflict<M, Many> {
        OnConflict::new(self.rows, false, self.db, Target::columns(columns))
    }

    /// Expects rows that are there already by the unique constraint with this name: one of the model's, or on PostgreSQL any.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, #[orm(unique)] name: String, age: i16 }
    /// # async fn example(rows: Vec<NewUser>) -> orm::Result<()> {
    /// User::bulk_create(rows).on_constraint("users_name_key").do_nothing().await?;
    /// # Ok(()) }
    /// ```
    pub fn on_constraint(self, name: impl Into<String>) -> OnConflict<M, Many> {
        OnConflict::new(self.rows, false, self.db, Target::constraint(name.into()))
    }

    /// Leaves out the rows that are there already by any unique index. It gives those that were inserted.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, #[orm(unique)] name: String, age: i16 }
    /// # async fn example(rows: Vec<NewUser>) -> orm::Result<()> {
    /// let new: Vec<User> = User::bulk_create(rows).ignore_conflicts().await?;
    /// # Ok(()) }
    /// ```
    pub fn ignore_conflicts(self) -> Upsert<M, Many> {
        OnConflict::<M, Many>::new(self.rows, false, self.db, Target::any()).do_nothing()
    }
}

/// Creating a row that may be there already; for complete builders, as [`Create`].
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, #[orm(unique)] name: String, age: i16 }
/// # async fn example() -> orm::Result<()> {
/// let ann: User = User::create().name("ann").age(31).on_conflict(|u| u.name).do_update(|u| u.age).await?;
/// # Ok(()) }
/// ```
pub trait CreateOrUpdate: Create {
    /// Expects a row that is there already by a unique index over these columns.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, #[orm(unique)] name: String, age: i16 }
    /// # async fn example() -> orm::Result<()> {
    /// let new: Option<User> = User::create().name("ann").age(31).on_conflict(|u| u.name).do_nothing().await?;
    /// # Ok(()) }
    /// ```
    fn on_conflict<C: IntoColumns<Self::Model>>(
        self,
        columns: impl FnOnce(&'static Fields<Self::Model>) -> C,
    ) -> OnConflict<Self::Model, One> {
        OnConflict::new(vec![self], true, None, Target::columns(columns))
    }

    /// Expects a row that is there already by the unique constraint with this name: one of the model's, or on PostgreSQL any.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, #[orm(unique)] name: String, age: i16 }
    /// # async fn example() -> orm::Result<()> {
    /// User::create().name("ann").age(31).on_constraint("users_name_key").do_update(|u| u.age).await?;
    /// # Ok(()) }
    /// ```
    fn on_constraint(self, name: impl Into<String>) -> OnConflict<Self::Model, One> {
        OnConflict::new(vec![self], true, None, Target::constraint(name.into()))
    }
}

impl<N: NewModel> CreateOrUpdate for N where N::Model: Model<New = N> {}

impl<M: Model, A> OnConflict<M, A> {
    fn new(rows: Vec<M::New>, is_one: bool, db: Option<Db>, target: Target) -> Self {
        Self { rows, is_one, db, target, answer: PhantomData }
    }

    /// Writes to this database instead of the default.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, #[orm(unique)] name: String }
    /// # async fn example(db: orm::Db) -> orm::Result<()> {
    /// User::create().name("ann").on_conflict(|u| u.name).using(&db).do_nothing().await?;
    /// # Ok(()) }
    /// ```
    pub fn using(mut self, db: &Db) -> Self {
        self.db = Some(db.clone());
        self
    }

    /// Of a partial unique index: the condition that it has, so that the database finds it. It is written as text, and must be made of
    /// columns and values.
    ///
    /// # Errors
    /// When awaited, `Error::Unsupported` behind `on_constraint`, because no constraint has a condition.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, deleted: bool }
    /// # async fn example() -> orm::Result<()> {
    /// // With an index made by CREATE UNIQUE INDEX .. ON users (name) WHERE deleted = false.
    /// let ann = User::create().name("ann").deleted(false);
    /// ann.on_conflict(|u| u.name).index_where(|u| u.deleted.eq(false)).do_nothing().await?;
    /// # Ok(()) }
    /// ```
    pub fn index_where(mut self, condition: impl FnOnce(&'static Fields<M>) -> Predicate<M>) -> Self {
        self.target.index_where(condition(Fields::<M>::REF).into_node());
        self
    }

    /// Updates the row that is there: columns take the values of the row that was to be inserted, assignments say what
    /// else. In these, columns are those of the row that is there, and [`proposed`](crate::expr::proposed) those of the other.
    ///
    /// # Errors
    /// When awaited, as creating rows; `Error::Unsupported` for several new rows with the same values in the columns of
    /// `on_conflict`, of which each would update what the other has written, before anything is sent.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, #[orm(unique)] name: String, email: Option<String>, #[orm(default = 1)] logins: i32 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// for email in ["a@x.org", "b@x.org"] {
    ///     let ann = User::create().name("ann").email(email);
    ///     ann.on_conflict(|u| u.name).do_update(|u| (u.email, u.logins.set(u.logins + 1))).await?;
    /// }
    /// let ann = User::get(1).await?;
    /// assert_eq!((ann.email.as_deref(), ann.logins), (Some("b@x.org"), 2));
    /// # Ok(()) }
    /// ```
    pub fn do_update<P: IntoProposals<M>>(self, set: impl FnOnce(&'static Fields<M>) -> P) -> Upsert<M, A> {
        self.then(Some(set(Fields::<M>::REF).into_proposals()))
    }

    fn then<B>(self, set: Option<Vec<Assignment<M>>>) -> Upsert<M, B> {
        let Self { rows, is_one, db, target, .. } = self;
        let (filter, model_of): (_, ModelOf<M, M>) = (Vec::new(), Some(|row| row));
        Upsert { rows, is_one, db, target, set, filter, tells: false, read: M::read, model_of, answer: PhantomData }
    }
}

impl<M: Model, A: Answer> OnConflict<M, A> {
    /// Leaves a new row out where one is there already.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, #[orm(unique)] name: String }
    /// # async fn example() -> orm::Result<()> {
    /// let is_new = User::create().name("ann").on_conflict(|u| u.name).do_nothing().await?.is_some();
    /// # Ok(()) }
    /// ```
    pub fn do_nothing(self) -> Upsert<M, A::WithoutSome> {
        self.then(None)
    }
}

impl<M: Model, A, R> Upsert<M, A, R> {
    /// Writes to this database instead of the default.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, #[orm(unique)] name: String }
    /// # async fn example(db: orm::Db) -> orm::Result<()> {
    /// User::create().name("ann").on_conflict(|u| u.name).do_nothing().using(&db).await?;
    /// # Ok(()) }
    /// ```
    pub fn using(mut self, db: &Db) -> Self {
        self.db = Some(db.clone());
        self
    }
}

impl<M: Model, A: Answer, R> Upsert<M, A, R> {
    /// Updates only rows for which this is true; the others stay as they are, and do not come back.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "prices")] struct Price { id: i64, #[orm(unique)] item: String, cents: i64, seen: i64 }
    /// # async fn example(seen: i64) -> orm::Result<()> {
    /// // What was seen later is there already, and stays.
    /// let price = Price::create().item("tea").cents(350).seen(seen).on_conflict(|p| p.item);
    /// let written = price.do_update(|p| (p.cents, p.seen)).filter(|p| p.seen.lt(orm::proposed(p.seen))).await?;
    /// # Ok(()) }
    /// ```
    pub fn filter(
        mut self,
        condition: impl FnOnce(&'static Fields<M>) -> Predicate<M>,
    ) -> Upsert<M, A::WithoutSome, R> {
        self.filter.push(condition(Fields::<M>::REF).into_node());
        let Self { rows, is_one, db, target, set, filter, tells, read, model_of, .. } = self;
        Upsert { rows, is_one, db, target, set, filter, tells, read, model_of, answer: PhantomData }
    }
}

impl<M: Model, A> Upsert<M, A> {
    /// Says of each row, too, whether it was inserted (`true`) or was there and is updated. PostgreSQL refuses to say it of a partitioned
    /// table.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, #[orm(unique)] name: String, age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let ann = |age: i16| User::create().name("ann").age(age).on_conflict(|u| u.name).do_update(|u| u.age).with_inserted();
    /// let (_, first) = ann(30).await?;
    /// let (ann, second) = ann(31).await?;
    /// assert_eq!((first, second, ann.age), (true, false, 31));
    /// # Ok(()) }
    /// ```
    pub fn with_inserted(self) -> Upsert<M, A, (M, bool)> {
        let Self { rows, is_one, db, target, set, filter, .. } = self;
        let read: Read<(M, bool)> = |row| Ok((M::read(row)?, bool::read_column(row)?));
        let model_of: ModelOf<M, (M, bool)> = Some(|(row, _)| row);
        Upsert { rows, is_one, db, target, set, filter, tells: true, read, model_of, answer: PhantomData }
    }
}

impl<M: Model, A, R: Send + 'static> Upsert<M, A, R> {
    async fn run(self) -> Result<Vec<R>> {
        let Self { mut rows, is_one, db, target, set, filter, tells, read, model_of, .. } = self;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let (db, target) = (db.map_or_else(default_db, Ok)?, target.resolved(M::TABLE)?);
        fill(&mut rows);
        let action = match set {
            None => ConflictAction::Nothing,
            Some(set) => {
                repeated::refuse(&rows, &target)?;
                ConflictAction::Update { set: updated::<M>(set)?, filter, tells }
            }
        };
        let (output, columns) = given_back::<M>(tells);
        let insert = *InsertExchange::alike(rows, is_one, db.dialect())?;
        let (table, form, given) = (M::TABLE, insert.form(), insert.given());
        let (returning, conflict) = (Returning::Output(output), Some(Conflict { target, action }));
        let compiled = Insert { table, columns: &given, returning, form, conflict }.compile(db.dialect())?;
        let gather = Gather { rows: Vec::new(), read, model_of, followers: Vec::new(), loads: None };
        let exchange = UpsertExchange { insert, parameters: compiled.parameters, gather };
        let effect = Effect::Writes(table, given);
        let statement = Statement { sql: compiled.sql.into(), access: Access::Write, columns, effect };
        let outcome = db.run(statement, Box::new(exchange)).await?;
        let provenance = db.provenance();
        returned::<UpsertExchange<M, R>>(outcome.exchange)?.gather.finish(&db, provenance).await
    }
}

/// What is set in rows that are there, checked.
fn updated<M: Model>(set: Vec<Assignment<M>>) -> Result<Vec<(usize, Node)>> {
    let set = columns_set(M::TABLE, set, Utc::now())?;
    if set.is_empty() {
        let reason = format!("do_update(..) of {} sets nothing: do_nothing() leaves the row as it is", M::TABLE.model);
        return Err(Error::Unsupported { reason });
    }
    Ok(set)
}

/// All columns of the rows that are written; and whether each is new.
fn given_back<M: Model>(tells: bool) -> (crate::sql::Output, Columns) {
    let mut select = Select::new(M::TABLE);
    let columns = Columns::Table(M::TABLE);
    if !tells {
        return (select.output, columns);
    }
    let output = OutputColumn { model: M::TABLE.model, field: "inserted", ty: SqlType::Boolean };
    let columns = select.append(&columns, vec![(inserted(), output)]);
    (select.output, columns)
}

impl<M: Model, A: Answer + 'static, R: Send + 'static> IntoFuture for Upsert<M, A, R> {
    type Output = Result<A::Of<R>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { A::of(self.run().await?) })
    }
}

impl<M: Model, A> fmt::Debug for OnConflict<M, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnConflict").field("target", &self.target).finish_non_exhaustive()
    }
}

impl<M: Model, A, R> fmt::Debug for Upsert<M, A, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upsert").field("target", &self.target).field("set", &self.set).finish_non_exhaustive()
    }
}
