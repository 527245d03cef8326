//! Locking the rows that are read.

use super::QuerySet;
use crate::database::Db;
use crate::error::{Error, Result};
use crate::expr::{Lock, LockStrength, Locked};
use crate::field::{FieldSet, ToOne};
use crate::model::{Fields, Model};
use crate::path::{Hop, Join, Path, RelationTo};
use crate::sql::{Access, Select};
use crate::value::Same;

impl<M: Model, T> QuerySet<M, T> {
    /// Locks the rows until the transaction ends, so that nobody else changes or locks them meanwhile: FOR UPDATE.
    ///
    /// Where others have locked some of them it waits, unless [`nowait`](Self::nowait) or [`skip_locked`](Self::skip_locked) is said.
    /// Outside of a transaction it is `Error::Unsupported`, because the locks would be gone with the answer. On SQLite a transaction has
    /// the whole database to itself, and locks nothing further.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, #[orm(default = 0)] visits: i32 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// # User::create().name("ann").await?;
    /// orm::atomic(async {
    ///     let mut ann = User::filter(|u| u.name.eq("ann")).select_for_update().get().await?;
    ///     ann.visits += 1;
    ///     ann.save().await
    /// })
    /// .await?;
    /// # Ok(()) }
    /// ```
    pub fn select_for_update(self) -> Self {
        self.locked(|lock| lock.strength = LockStrength::Update)
    }

    /// As [`select_for_update`](Self::select_for_update), but others may insert rows that point at these: FOR NO KEY UPDATE.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// assert!(User::all().select_for_no_key_update().to_sql().ends_with("FOR NO KEY UPDATE"));
    /// ```
    pub fn select_for_no_key_update(self) -> Self {
        self.locked(|lock| lock.strength = LockStrength::NoKeyUpdate)
    }

    /// Keeps others from changing or deleting the rows, and lets them do the same: FOR SHARE.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// assert!(User::all().select_for_share().to_sql().ends_with("FOR SHARE"));
    /// ```
    pub fn select_for_share(self) -> Self {
        self.locked(|lock| lock.strength = LockStrength::Share)
    }

    /// Keeps others from deleting the rows and from changing their keys: FOR KEY SHARE.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// assert!(User::all().select_for_key_share().to_sql().ends_with("FOR KEY SHARE"));
    /// ```
    pub fn select_for_key_share(self) -> Self {
        self.locked(|lock| lock.strength = LockStrength::KeyShare)
    }

    /// Leaves out the rows that others have locked, as workers do that take jobs from a table. Of a query that locks nothing else, it
    /// is one [for update](Self::select_for_update).
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Job { id: i64, done: bool }
    /// # async fn example() -> orm::Result<()> {
    /// let job = Job::filter(|j| j.done.eq(false)).select_for_update().skip_locked().first().await?;
    /// # Ok(()) }
    /// ```
    pub fn skip_locked(self) -> Self {
        self.locked(|lock| lock.locked = Locked::Skip)
    }

    /// Gives `Error::LockNotAvailable` where others have locked a row, instead of waiting.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// assert!(User::all().select_for_update().nowait().to_sql().ends_with("FOR UPDATE NOWAIT"));
    /// ```
    pub fn nowait(self) -> Self {
        self.locked(|lock| lock.locked = Locked::Fail)
    }

    /// Locks only the rows of these relations that the query joins, and its own only where `()` is among them. Where nothing is said,
    /// its own are locked and those of all joined relations that each row has.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, user: ForeignKey<User> }
    /// let sql = Order::all().select_related(|o| o.user).select_for_update().lock_of(|_| ()).to_sql();
    /// assert!(sql.ends_with(r#"FOR UPDATE OF "orders""#));
    /// ```
    pub fn lock_of<L: LockedRows<M>>(self, of: impl FnOnce(&'static Fields<M>) -> L) -> Self {
        let of = of(Fields::<M>::REF).hops();
        self.locked(|lock| lock.of = of)
    }

    /// What the query does: one that locks needs a transaction, and a connection of its own.
    pub(super) fn access(&self, db: &Db) -> Result<Access> {
        permitted::<M>(&self.select, db)
    }

    fn locked(self, change: impl FnOnce(&mut Lock)) -> Self {
        self.change(|select| {
            let lock = select.lock.get_or_insert(Lock {
                strength: LockStrength::Update,
                locked: Locked::Wait,
                of: Vec::new(),
            });
            change(lock);
        })
    }
}

/// What a query does, unless it would lock rows outside of a transaction.
pub(super) fn permitted<M: Model>(select: &Select, db: &Db) -> Result<Access> {
    match select.lock {
        None => Ok(Access::Read),
        // PostgreSQL would refuse it, and SQLite need not even know of it.
        Some(_) if db.is_read_only() => Err(Error::ReadOnly),
        Some(_) if db.in_transaction() => Ok(Access::Write),
        Some(_) => Err(Error::Unsupported {
            reason: format!(
                "rows of {} would be locked outside of a transaction, and free again with the answer: lock them inside `orm::atomic`",
                M::TABLE.model
            ),
        }),
    }
}

/// Whose rows are locked: `()` for those of the query itself, a relation to one row, or a tuple of these.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, user: ForeignKey<User> }
/// Order::all().select_related(|o| o.user).select_for_update().lock_of(|o| ((), o.user));
/// ```
#[diagnostic::on_unimplemented(
    message = "rows of a query about `{M}` are not locked by a `{Self}`",
    label = "expected `()`, a ForeignKey of `{M}`, or a tuple of these"
)]
pub trait LockedRows<M> {
    /// The paths.
    #[doc(hidden)]
    fn hops(self) -> Vec<Option<&'static Hop>>;
}

#[diagnostic::do_not_recommend]
impl<M> LockedRows<M> for () {
    fn hops(self) -> Vec<Option<&'static Hop>> {
        vec![None]
    }
}

#[diagnostic::do_not_recommend]
impl<P: Path, M, const R: usize> LockedRows<M> for ToOne<P, R>
where
    P::Target: RelationTo<R>,
    P::Root: Same<M>,
{
    fn hops(self) -> Vec<Option<&'static Hop>> {
        vec![Join::<P, R>::HOP]
    }
}

crate::tuples!(lists [M] LockedRows hops Vec<Option<&'static Hop>>:);
