use super::gather::attach_models;
use super::pending::Pending;
use super::{BulkCreate, IntoColumns, Parameters, QuerySet, Raw, bulk_update, hooks, insert_from, instance, or_create};
use crate::error::{Error, Result};
use crate::expr::{IntoAssignments, IntoTransfers, Predicate, scope_of};
use crate::field::FieldSet;
use crate::model::{Fields, IntoField, Model};
use crate::query::parameters::flat;
use crate::relation::ForeignKey;
use crate::sql::Columns;
use crate::validation;

/// What every model can do. In the prelude.
///
/// ```standalone_crate
/// use orm::prelude::*;
///
/// #[derive(Model, Debug)]
/// struct User {
///     id: i64,
///     name: String,
///     #[orm(default = 0)]
///     visits: i32,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// let db = orm::connect("sqlite::memory:").await?;
/// orm::create_tables().await?;
///
/// let mut ann = User::create().name("ann").await?;
/// ann.update(|u| u.visits.set(u.visits + 1)).await?;
/// assert_eq!(ann.visits, 1);
///
/// ann.name = "Ann".to_owned();
/// ann.save().await?;
/// assert_eq!(User::get(ann.id).await?.name, "Ann");
///
/// ann.delete().await?;
/// assert!(!User::all().exists().await?);
/// # Ok(()) }
/// ```
pub trait Record: Model {
    /// Every row.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let users: Vec<User> = User::all().await?;
    /// # Ok(()) }
    /// ```
    fn all() -> QuerySet<Self> {
        QuerySet::new()
    }

    /// The rows for which the condition is true.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let adults: Vec<User> = User::filter(|u| u.age.ge(18)).await?;
    /// # Ok(()) }
    /// ```
    fn filter(condition: impl FnOnce(&'static Fields<Self>) -> Predicate<Self>) -> QuerySet<Self> {
        QuerySet::new().filter(condition)
    }

    /// The rows for which the condition is not true: false, or NULL.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let minors: Vec<User> = User::exclude(|u| u.age.ge(18)).await?;
    /// # Ok(()) }
    /// ```
    fn exclude(condition: impl FnOnce(&'static Fields<Self>) -> Predicate<Self>) -> QuerySet<Self> {
        QuerySet::new().exclude(condition)
    }

    /// The rows of a query that the program has written. Its columns are found by their names, so that their order does not
    /// matter, and others may be among them; each of the model's must be there.
    ///
    /// # Errors
    /// [`Error::MissingColumn`] where one is not; [`Error::ColumnType`] where one is of another type.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// User::create().name("ann").await?;
    /// let users = User::raw("SELECT * FROM users WHERE length(name) = $1", (3_i32,)).await?;
    /// assert_eq!(users[0].name, "ann");
    /// # Ok(()) }
    /// ```
    fn raw(sql: impl Into<String>, parameters: impl Parameters) -> Raw<Self> {
        Raw::new(sql.into(), flat(parameters), Columns::Named(Self::TABLE), Self::read, attach_models)
    }

    /// The row with this primary key.
    ///
    /// Awaited, it gives [`Error::DoesNotExist`] where there is none.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let ann = User::create().name("ann").await?;
    /// assert_eq!(User::get(ann.id).await?.name, "ann");
    /// # Ok(()) }
    /// ```
    fn get(key: impl IntoField<ForeignKey<Self>>) -> Pending<'static, Self> {
        let (key, scope) = (key.into_field().id().clone(), scope_of::<Self>());
        Pending::new(|db| async {
            instance::in_scope(db, key, scope).await?.ok_or(Error::DoesNotExist { model: Self::TABLE.model })
        })
    }

    /// The row with this primary key, or `None`.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// assert!(User::get_or_none(99).await?.is_none());
    /// # Ok(()) }
    /// ```
    fn get_or_none(key: impl IntoField<ForeignKey<Self>>) -> Pending<'static, Option<Self>> {
        let (key, scope) = (key.into_field().id().clone(), scope_of::<Self>());
        Pending::new(|db| instance::in_scope(db, key, scope))
    }

    /// Creates many rows at once: all of them or none.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let users = User::bulk_create(["ann", "bob"].map(|name| User::create().name(name))).await?;
    /// assert_eq!(users[1].name, "bob");
    /// # Ok(()) }
    /// ```
    fn bulk_create(rows: impl IntoIterator<Item = Self::New>) -> BulkCreate<Self> {
        BulkCreate::new(rows.into_iter().collect())
    }

    /// Writes these columns of all the rows, each with its own values, in one statement for ten thousand rows: Django's `bulk_update`. Fields
    /// with `auto_now` are set, too. It gives how many rows were written: those that are not there any more are not, but where rows have a
    /// `version`, all of them are written or none.
    ///
    /// # Errors
    /// As [`save`](Self::save), but not for rows that are gone, which are `Error::StaleObject` where they have a `version`; `Error::Unsupported` for a row that is there twice and for columns of
    /// the key, before anything is sent.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// # User::bulk_create(["ann", "bob"].map(|name| User::create().name(name).age(20))).await?;
    /// let mut users = User::all().await?;
    /// for user in &mut users {
    ///     user.age += 1;
    /// }
    /// assert_eq!(User::bulk_update(&mut users, |u| u.age).await?, 2);
    /// # Ok(()) }
    /// ```
    fn bulk_update<C: IntoColumns<Self>>(
        rows: &mut [Self],
        columns: impl FnOnce(&'static Fields<Self>) -> C,
    ) -> Pending<'_, u64> {
        let columns = columns(Fields::<Self>::REF).into_columns();
        Pending::new(|db| bulk_update::bulk_update(db, rows, Some(columns)))
    }

    /// Writes all the rows as they are, each whole, in one statement for ten thousand rows: [`save`](Self::save) for many.
    ///
    /// # Errors
    /// As [`bulk_update`](Self::bulk_update); `Error::DoesNotExist` where a row is not there any more (`Error::StaleObject` where rows
    /// have a `version`), and then none is written.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// # User::bulk_create(["ann", "bob"].map(|name| User::create().name(name).age(20))).await?;
    /// let mut users = User::all().await?;
    /// users[0].name = "bea".into();
    /// users[1].age = 7;
    /// User::bulk_save(&mut users).await?;
    /// # Ok(()) }
    /// ```
    fn bulk_save(rows: &mut [Self]) -> Pending<'_, ()> {
        Pending::new(|db| bulk_update::bulk_save(db, rows))
    }

    /// New rows made of what a query gives, in one statement that the database carries out by itself; it gives how many there are. The
    /// closure says what each field takes: an expression over the row of the query, or a value.
    ///
    /// # Errors
    /// `Error::Unsupported` where a field is left out that the database does not fill, before anything is sent; else as creating
    /// rows.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, total: i64, closed: bool }
    /// # #[derive(Model, Debug)] struct Archive { id: i64, total: i64, reason: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Order, Archive]).await?;
    /// # Order::bulk_create([(5, true), (7, false)].map(|(total, closed)| Order::create().total(total).closed(closed))).await?;
    /// let closed = Order::filter(|o| o.closed.eq(true));
    /// let archived =
    ///     Archive::insert_from(closed, |a, o| (a.total.set_from(o.total), a.reason.set_from("closed"))).await?;
    /// assert_eq!(archived, 1);
    /// # Ok(()) }
    /// ```
    fn insert_from<S: Model, T: Send + 'static, I: IntoTransfers<Self, S>>(
        rows: QuerySet<S, T>,
        set: impl FnOnce(&'static Fields<Self>, &'static Fields<S>) -> I,
    ) -> Pending<'static, u64> {
        let transfers = set(Fields::<Self>::REF, Fields::<S>::REF).into_transfers();
        Pending::new(|db| insert_from::insert_from(db, rows, transfers))
    }

    /// The one row that meets the condition, or where there is none, this new one; and whether it was made.
    ///
    /// It is safe where several tasks do it at once, as far as a unique constraint covers the condition: all of them get the
    /// same row, and one of them `true`.
    ///
    /// # Errors
    /// [`Error::MultipleObjectsReturned`] where several rows meet the condition. [`Error::UniqueViolation`] where the new row
    /// collides with one that does not meet the condition.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, #[orm(unique)] name: String, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let (bob, created) = User::get_or_create(|u| u.name.eq("bob"), User::create().name("bob").age(30)).await?;
    /// assert!(created);
    /// let (same, created) = User::get_or_create(|u| u.name.eq("bob"), User::create().name("bob")).await?;
    /// assert!(!created && same.id == bob.id && same.age == 30);
    /// # Ok(()) }
    /// ```
    fn get_or_create(
        condition: impl FnOnce(&'static Fields<Self>) -> Predicate<Self>,
        new: Self::New,
    ) -> Pending<'static, (Self, bool)> {
        let condition = condition(Fields::<Self>::REF);
        Pending::new(|db| or_create::or_create(db, condition, Vec::new(), new))
    }

    /// Updates the one row that meets the condition, or where there is none, makes this new one; gives the row, and whether
    /// it was made.
    ///
    /// It is safe where several tasks do it at once, as [`get_or_create`](Self::get_or_create) is; each of their updates counts.
    ///
    /// # Errors
    /// As `get_or_create`, and as [`update`](Self::update).
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "pages")] struct Page { id: i64, #[orm(unique)] path: String, #[orm(default = 1)] visits: i32 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Page]).await?;
    /// let visit = || Page::update_or_create(|p| p.path.eq("/"), |p| p.visits.set(p.visits + 1), Page::create().path("/"));
    /// assert_eq!(visit().await?.0.visits, 1);
    /// assert_eq!(visit().await?.0.visits, 2);
    /// # Ok(()) }
    /// ```
    fn update_or_create<A: IntoAssignments<Self>>(
        condition: impl FnOnce(&'static Fields<Self>) -> Predicate<Self>,
        set: impl FnOnce(&'static Fields<Self>) -> A,
        new: Self::New,
    ) -> Pending<'static, (Self, bool)> {
        let (condition, set) = (condition(Fields::<Self>::REF), set(Fields::<Self>::REF).into_assignments());
        Pending::new(|db| or_create::or_create(db, condition, set, new))
    }

    /// Writes all fields of this row. Fields with `auto_now` are set.
    ///
    /// Awaited, it gives [`Error::DoesNotExist`] where the row is gone.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let mut ann = User::create().name("ann").await?;
    /// ann.age += 1;
    /// ann.save().await?;
    /// # Ok(()) }
    /// ```
    fn save(&mut self) -> Pending<'_, ()> {
        if hooks::is_hooked::<Self>() {
            return Pending::new(|db| hooks::save(db, self, None));
        }
        Pending::new(|db| instance::save(db, self, None))
    }

    /// Writes only these fields of this row, such as `save_only(|u| (u.email, u.age))`, and those with `auto_now`.
    ///
    /// Awaited, it gives [`Error::DoesNotExist`] where the row is gone.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let mut ann = User::create().name("ann").await?;
    /// ann.age += 1;
    /// ann.save_only(|u| u.age).await?;
    /// # Ok(()) }
    /// ```
    fn save_only<C: IntoColumns<Self>>(&mut self, columns: impl FnOnce(&'static Fields<Self>) -> C) -> Pending<'_, ()> {
        let columns = columns(Fields::<Self>::REF).into_columns();
        if hooks::is_hooked::<Self>() {
            return Pending::new(|db| hooks::save(db, self, Some(columns)));
        }
        Pending::new(|db| instance::save(db, self, Some(columns)))
    }

    /// Sets fields in the database, to values or by what is in the row there, and reads them back into this one.
    ///
    /// Awaited, it gives [`Error::DoesNotExist`] where the row is gone.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let mut ann = User::create().name("ann").await?;
    /// ann.update(|u| (u.age.set(u.age + 1), u.email.set("ann@x.org"))).await?;
    /// assert_eq!(ann.age, 21);
    /// # Ok(()) }
    /// ```
    fn update<A: IntoAssignments<Self>>(&mut self, set: impl FnOnce(&'static Fields<Self>) -> A) -> Pending<'_, ()> {
        let assignments = set(Fields::<Self>::REF).into_assignments();
        if hooks::is_hooked::<Self>() {
            return Pending::new(|db| hooks::update(db, self, assignments));
        }
        Pending::new(|db| instance::update(db, self, assignments))
    }

    /// Deletes this row.
    ///
    /// Awaited, it gives [`Error::DoesNotExist`] where the row is gone.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let ann = User::create().name("ann").await?;
    /// ann.delete().await?;
    /// assert!(matches!(ann.delete().await, Err(orm::Error::DoesNotExist { .. })));
    /// # Ok(()) }
    /// ```
    fn delete(&self) -> Pending<'_, ()> {
        if hooks::is_hooked::<Self>() {
            return Pending::new(|db| hooks::delete(db, self));
        }
        Pending::new(|db| instance::delete(db, self))
    }

    /// Reads this row again, with what others have written since.
    ///
    /// Awaited, it gives [`Error::DoesNotExist`] where the row is gone.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let mut ann = User::create().name("ann").await?;
    /// User::all().update(|u| u.age.set(30)).await?;
    /// ann.refresh().await?;
    /// assert_eq!(ann.age, 30);
    /// # Ok(()) }
    /// ```
    fn refresh(&mut self) -> Pending<'_, ()> {
        Pending::new(|db| instance::refresh(db, self))
    }

    /// Checks the row at hand against its model's rules, without writing it. `save` and what else writes rows does this, too.
    ///
    /// # Errors
    /// `Error::Validation` with all that is wrong, field by field.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Guest { id: i64, #[orm(range = 18..=120)] age: i16 }
    /// assert!(Guest { id: 1, age: 30 }.validate().is_ok());
    /// assert_eq!(Guest { id: 1, age: 130 }.validate().unwrap_err().to_string(), "invalid value for Guest.age: 130 is more than 120");
    /// ```
    fn validate(&self) -> Result<()> {
        validation::one(self, 0..Self::TABLE.columns.len())
    }

    /// The model's fields, as a query's closure gets them.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// let u = User::fields();
    /// let adults = u.age.ge(18) & u.email.is_not_null();
    /// let sql = User::filter(|_| adults).to_sql();
    /// ```
    fn fields() -> &'static Fields<Self> {
        Fields::<Self>::REF
    }
}

impl<M: Model> Record for M {}
