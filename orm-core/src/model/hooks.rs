use std::ops::ControlFlow;
use std::pin::Pin;

use super::Model;
use crate::error::Result;

/// What a model does before and after its rows are written, for a struct with `#[orm(hooks)]`.
///
/// The hooks and the write are one transaction: what a hook refuses by an error is not written, and what hooks themselves write is kept
/// or lost with the row. Within a transaction of the program they are part of it.
///
/// They run for `create`, `get_or_create`, `update_or_create`, `save`, `save_only`, `apply`, `update` and `delete` of one row, for what is created through a
/// relation, and for each of the rows that are created with another. What is written as many (`bulk_create`, `bulk_update`, upserts, batches, `update`
/// and `delete` of a query) runs none, unless it is told to by `with_hooks()` where there is one; what a foreign key's `on_delete` deletes runs none
/// either.
///
/// A hook that saves its own row is called again for that, without end: to write more of the row, change it in `before_save`, or write
/// from `after_save` by a query, which runs no hooks. Where a write is taken back, the row in memory is as it was before.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model, Debug)]
/// #[orm(table = "users", hooks)]
/// struct User {
///     id: i64,
///     email: String,
/// }
///
/// impl Hooks for User {
///     async fn before_create(new: NewUser) -> orm::Result<NewUser> {
///         let email = new.given(|u| u.email).unwrap_or_default();
///         Ok(new.email(email.to_lowercase()))
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
/// assert_eq!(User::create().email("Ann@X.org").await?.email, "ann@x.org");
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has `#[orm(hooks)]` and no hooks",
    label = "`impl Hooks for {Self}` is missing"
)]
pub trait Hooks: Model {
    /// Before a row is created: gives the row that is created, which may be another one.
    ///
    /// # Errors
    /// What it refuses.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// #[derive(Model, Debug)]
    /// #[orm(table = "users", hooks)]
    /// struct User {
    ///     id: i64,
    ///     name: String,
    /// }
    ///
    /// impl Hooks for User {
    ///     async fn before_create(new: NewUser) -> orm::Result<NewUser> {
    ///         match new.given(|u| u.name).as_deref() {
    ///             Some("root") => Err(orm::Error::custom("nobody is called root")),
    ///             _ => Ok(new),
    ///         }
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// assert!(User::create().name("root").await.is_err());
    /// # Ok(()) }
    /// ```
    fn before_create(new: Self::New) -> impl Future<Output = Result<Self::New>> + Send {
        async { Ok(new) }
    }

    /// After a row was created.
    ///
    /// # Errors
    /// What it refuses: the row is taken back then.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// #[derive(Model, Debug)]
    /// #[orm(table = "users", hooks)]
    /// struct User {
    ///     id: i64,
    ///     name: String,
    /// }
    ///
    /// impl Hooks for User {
    ///     async fn after_create(&mut self) -> orm::Result<()> {
    ///         self.name = format!("{} ({})", self.name, self.id);
    ///         self.save().await
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// assert_eq!(User::create().name("ann").await?.name, "ann (1)");
    /// # Ok(()) }
    /// ```
    fn after_create(&mut self) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }

    /// Before a row is saved or updated. What it changes is written by `save()`, and by `save_only` and `apply` in the columns that
    /// these write; in others the row at hand keeps what it had. Before an `update` it sees the row as it was, and changes nothing of
    /// it: expressions are all that an update writes. A row that it saves itself is saved by way of it again.
    ///
    /// # Errors
    /// What it refuses.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// #[derive(Model, Debug)]
    /// #[orm(table = "users", hooks)]
    /// struct User {
    ///     id: i64,
    ///     name: String,
    /// }
    ///
    /// impl Hooks for User {
    ///     async fn before_save(&mut self) -> orm::Result<()> {
    ///         self.name = self.name.trim().to_owned();
    ///         Ok(())
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let mut ann = User::create().name("ann").await?;
    /// ann.name = " bob ".to_owned();
    /// ann.save().await?;
    /// assert_eq!(User::get(ann.id).await?.name, "bob");
    /// # Ok(()) }
    /// ```
    fn before_save(&mut self) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }

    /// After a row was saved or updated.
    ///
    /// # Errors
    /// What it refuses: the write is taken back then.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// #[derive(Model, Debug)]
    /// #[orm(table = "users", hooks)]
    /// struct User {
    ///     id: i64,
    ///     name: String,
    /// }
    ///
    /// impl Hooks for User {
    ///     async fn after_save(&mut self) -> orm::Result<()> {
    ///         match User::filter(|u| u.name.eq(&self.name)).count().await? {
    ///             1 => Ok(()),
    ///             _ => Err(orm::Error::custom("the name is taken")),
    ///         }
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let mut ann = User::create().name("ann").await?;
    /// User::create().name("bob").await?;
    /// ann.name = "bob".to_owned();
    /// assert!(ann.save().await.is_err());
    /// # Ok(()) }
    /// ```
    fn after_save(&mut self) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }

    /// Before a row is deleted. `Break` leaves it where it is, which counts as deleted: for rows that are only marked as such.
    ///
    /// # Errors
    /// What it refuses.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// use std::ops::ControlFlow;
    ///
    /// #[derive(Model, Debug)]
    /// #[orm(table = "users", hooks)]
    /// struct User {
    ///     id: i64,
    ///     name: String,
    /// }
    ///
    /// impl Hooks for User {
    ///     async fn before_delete(&self) -> orm::Result<ControlFlow<()>> {
    ///         Ok(if self.name == "root" { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let root = User::create().name("root").await?;
    /// root.delete().await?;
    /// assert!(User::all().exists().await?);
    /// # Ok(()) }
    /// ```
    fn before_delete(&self) -> impl Future<Output = Result<ControlFlow<()>>> + Send {
        async { Ok(ControlFlow::Continue(())) }
    }

    /// After a row was deleted.
    ///
    /// # Errors
    /// What it refuses: the row stays then.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// #[derive(Model, Debug)]
    /// #[orm(table = "users", hooks)]
    /// struct User {
    ///     id: i64,
    ///     name: String,
    /// }
    ///
    /// impl Hooks for User {
    ///     async fn after_delete(&self) -> orm::Result<()> {
    ///         println!("{} is gone", self.name);
    ///         Ok(())
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// User::create().name("ann").await?.delete().await?;
    /// # Ok(()) }
    /// ```
    fn after_delete(&self) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }
}

type Hooked<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// The hooks of a model, where it may have none.
#[doc(hidden)]
#[derive(Debug)]
pub struct HookTable<M: Model> {
    pub(crate) before_create: fn(M::New) -> Hooked<'static, M::New>,
    pub(crate) after_create: for<'a> fn(&'a mut M) -> Hooked<'a, ()>,
    pub(crate) before_save: for<'a> fn(&'a mut M) -> Hooked<'a, ()>,
    pub(crate) after_save: for<'a> fn(&'a mut M) -> Hooked<'a, ()>,
    pub(crate) before_delete: for<'a> fn(&'a M) -> Hooked<'a, ControlFlow<()>>,
    pub(crate) after_delete: for<'a> fn(&'a M) -> Hooked<'a, ()>,
}

/// The hooks that a model has.
#[doc(hidden)]
#[must_use]
pub fn hook_table<M: Hooks>() -> &'static HookTable<M> {
    const {
        &HookTable {
            before_create: |new| Box::pin(M::before_create(new)),
            after_create: |row| Box::pin(row.after_create()),
            before_save: |row| Box::pin(row.before_save()),
            after_save: |row| Box::pin(row.after_save()),
            before_delete: |row| Box::pin(row.before_delete()),
            after_delete: |row| Box::pin(row.after_delete()),
        }
    }
}
