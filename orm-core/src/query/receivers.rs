//! Functions of the program that are told of each row that is written.

use std::fmt;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use super::protected::text;
use crate::database::BoxFuture;
use crate::error::Result;
use crate::model::Model;
use crate::relation::RowKey;
use crate::schema::Table;
use crate::value::{Field, Value};

/// What was done to a row.
///
/// ```
/// assert_eq!(format!("{:?}", orm::query::Action::Create), "Create");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Action {
    /// It was created.
    Create,
    /// It was saved or updated.
    Save,
    /// It was deleted.
    Delete,
}

/// A row that was written, as receivers are told of it.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// let receiver = orm::on_write(|event| async move {
///     if event.is::<User>() {
///         println!("{} {} {}: {:?}", event.action(), event.model(), event.key(), event.values());
///     }
///     Ok(())
/// });
/// receiver.disconnect();
/// ```
#[derive(Debug, Clone)]
pub struct Event {
    table: &'static Table,
    action: Action,
    key: Arc<str>,
    written: Arc<[&'static str]>,
    values: Arc<[(&'static str, Value<'static>)]>,
}

impl Event {
    fn of<M: Model>(action: Action, row: &M, is_written: impl Fn(usize) -> bool) -> Self {
        let columns = M::TABLE.columns.iter().enumerate();
        let is_written = |column: usize| is_written(column) && row.is_here(column);
        let written = columns.clone().filter(|(index, _)| is_written(*index)).map(|(_, column)| column.field).collect();
        // Of a deferred column, only what came with the row, was set or is written.
        let values = columns
            .filter(|(index, _)| row.is_given(*index) || is_written(*index))
            .map(|(index, column)| (column.field, row.column(index).into_owned()))
            .collect();
        let key = RowKey::of(row.key().into_value()).map(|key| text(&key)).unwrap_or_default();
        Self { table: M::TABLE, action, key: key.into(), written, values }
    }

    /// What was done.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let receiver = orm::on_write(|event| async move {
    ///     assert_eq!(event.action(), orm::query::Action::Create);
    ///     Ok(())
    /// });
    /// User::create().name("ann").await?;
    /// # receiver.disconnect();
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn action(&self) -> Action {
        self.action
    }

    /// The model's name.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let receiver = orm::on_write(|event| async move {
    ///     assert_eq!(event.model(), "User");
    ///     Ok(())
    /// });
    /// User::create().name("ann").await?;
    /// # receiver.disconnect();
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn model(&self) -> &'static str {
        self.table.model
    }

    /// Whether the row is one of this model.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let receiver = orm::on_write(|event| async move {
    ///     assert!(event.is::<User>());
    ///     Ok(())
    /// });
    /// User::create().name("ann").await?;
    /// # receiver.disconnect();
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn is<M: Model>(&self) -> bool {
        ptr::eq(self.table, M::TABLE)
    }

    /// The row's key as text, as it is written in Rust: a text stands in quotes, a key of several columns in brackets.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let receiver = orm::on_write(|event| async move {
    ///     assert_eq!(event.key(), "1");
    ///     Ok(())
    /// });
    /// User::create().name("ann").await?;
    /// # receiver.disconnect();
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The fields that the program has written: all of them, but of a row that was written by `save_only`, `update` or `apply`
    /// those that these were given, and none of one that was deleted.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let mut ann = User::create().name("ann").age(30).await?;
    /// let receiver = orm::on_write(|event| async move {
    ///     assert_eq!(event.written(), ["age"]);
    ///     Ok(())
    /// });
    /// ann.save_only(|u| u.age).await?;
    /// # receiver.disconnect();
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn written(&self) -> &[&'static str] {
        &self.written
    }

    /// The row's fields and what is in them: after it was created or saved as it is now, of one that was deleted as it was. Of fields
    /// that were not [`written`](Self::written) it is what the row at hand has there, which may be another value than in the database.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let receiver = orm::on_write(|event| async move {
    ///     assert_eq!(event.values()[1], ("name", orm::value::Value::Text("ann".into())));
    ///     Ok(())
    /// });
    /// User::create().name("ann").await?;
    /// # receiver.disconnect();
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn values(&self) -> &[(&'static str, Value<'static>)] {
        &self.values
    }

    /// What is in a field of the row; `None` where the model has no such field.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let receiver = orm::on_write(|event| async move {
    ///     assert_eq!(event.value("name"), Some(&orm::value::Value::Text("ann".into())));
    ///     Ok(())
    /// });
    /// User::create().name("ann").await?;
    /// # receiver.disconnect();
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn value(&self, field: &str) -> Option<&Value<'static>> {
        self.values.iter().find(|(name, _)| *name == field).map(|(_, value)| value)
    }
}

type Function = dyn Fn(Event) -> BoxFuture<'static, Result<()>> + Send + Sync;

static RECEIVERS: RwLock<Vec<(u64, Arc<Function>)>> = RwLock::new(Vec::new());
/// Whether there are any, to be asked before each write.
static ANY: AtomicBool = AtomicBool::new(false);

tokio::task_local! {
    /// That a receiver is at work, whose own writes are not told of.
    static RECEIVING: ();
}

/// A function that is told of writes, made by [`on_write`]. It stays when this is dropped.
///
/// ```
/// orm::on_write(|_| async { Ok(()) }).disconnect();
/// ```
#[derive(Debug)]
pub struct Receiver {
    number: u64,
}

impl Receiver {
    /// Tells it of nothing any more.
    ///
    /// ```
    /// orm::on_write(|_| async { Ok(()) }).disconnect();
    /// ```
    pub fn disconnect(self) {
        let mut receivers = RECEIVERS.write().unwrap_or_else(PoisonError::into_inner);
        receivers.retain(|(number, _)| *number != self.number);
        ANY.store(!receivers.is_empty(), Ordering::Release);
    }
}

/// Has this function told of each row of any model that is created, saved, updated or deleted, where
/// [`Hooks`](crate::model::Hooks) would run: Django's signals, for auditing, caches and search indexes.
///
/// It runs after the write and in the same transaction: its error takes the write back, and what it writes is kept or lost with
/// the row. Of what receivers write themselves they are not told. What shall happen only once the row is there for others, it leaves
/// to [`on_commit`](crate::database::on_commit).
///
/// ```
/// # use orm::prelude::*;
/// #[derive(Model, Debug)]
/// struct Audit {
///     id: i64,
///     what: String,
/// }
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User, Audit]).await?;
/// let receiver = orm::on_write(|event| async move {
///     Audit::create().what(format!("{} {}", event.action(), event.model())).await?;
///     Ok(())
/// });
/// User::create().name("ann").await?;
/// assert_eq!(Audit::all().values(|a| a.what).await?, ["create User"]);
/// # receiver.disconnect();
/// # Ok(()) }
/// ```
pub fn on_write<F, R>(function: F) -> Receiver
where
    F: Fn(Event) -> R + Send + Sync + 'static,
    R: Future<Output = Result<()>> + Send + 'static,
{
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let mut receivers = RECEIVERS.write().unwrap_or_else(PoisonError::into_inner);
    receivers.push((number, Arc::new(move |event| Box::pin(function(event)))));
    ANY.store(true, Ordering::Release);
    Receiver { number }
}

/// Whether somebody is to be told.
pub(super) fn any() -> bool {
    ANY.load(Ordering::Acquire)
}

/// Tells everybody, in the order in which they came.
pub(super) async fn tell<M: Model>(action: Action, row: &M, is_written: impl Fn(usize) -> bool) -> Result<()> {
    if !any() || RECEIVING.try_with(|()| ()).is_ok() {
        return Ok(());
    }
    let receivers: Vec<_> = RECEIVERS.read().unwrap_or_else(PoisonError::into_inner).clone();
    let event = Event::of(action, row, is_written);
    for (_, receiver) in receivers {
        RECEIVING.scope((), receiver(event.clone())).await?;
    }
    Ok(())
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Create => "create",
            Self::Save => "save",
            Self::Delete => "delete",
        })
    }
}
