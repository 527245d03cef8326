//! A unit of work: rows of different models, written together.

mod committed;
mod group;
mod keys;
mod planned;

use std::any::TypeId;
use std::fmt;
use std::slice;

use self::group::{AnyGroup, Group};
use self::keys::Keys;
use self::planned::Number;
use super::insert::fill;
use super::protected;
use crate::database::{Db, default_db};
use crate::error::{Error, Result};
use crate::model::{Model, NewModel};
use crate::schema::dependency_order;

pub use committed::Committed;
pub use planned::Planned;

/// Rows to be created, saved and deleted, of any models, made by [`batch`].
///
/// Nothing is sent before [`commit`](Self::commit). Then all of it is one transaction: new rows come first, each model's in one statement and
/// parents before the rows that point at them, then what is saved, then what is deleted, children first. No hooks run.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, user: ForeignKey<User>, total: i64 }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User, Order]).await?;
/// let mut batch = orm::batch();
/// let ann = batch.create(User::create().name("ann"));
/// for total in [5, 7] {
///     // The key of a row that is not there yet.
///     batch.create(Order::create().user(&ann).total(total));
/// }
/// let mut rows = batch.commit().await?;
/// let ann = rows.take(ann)?;
/// assert_eq!(Order::filter(|o| o.user.eq(&ann)).count().await?, 2);
/// # Ok(()) }
/// ```
#[must_use = "nothing is written until it is committed"]
#[derive(Default)]
pub struct Batch {
    db: Option<Db>,
    groups: Vec<(TypeId, Box<dyn AnyGroup>)>,
    keys: Keys,
    number: Number,
}

/// An empty unit of work.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?;
/// let rows = orm::batch().commit().await?;
/// # Ok(()) }
/// ```
pub fn batch() -> Batch {
    Batch::default()
}

impl Batch {
    /// Writes to this database instead of the default.
    ///
    /// ```
    /// # async fn example(db: orm::Db) -> orm::Result<()> {
    /// let mut batch = orm::batch().using(&db);
    /// # Ok(()) }
    /// ```
    pub fn using(mut self, db: &Db) -> Self {
        self.db = Some(db.clone());
        self
    }

    /// Will create this row. What it gives stands for the row that is not there yet: foreign keys of others can be set to it.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
    /// # #[derive(Model, Debug)] struct City { id: i64, name: String, country: ForeignKey<Country> }
    /// let mut batch = orm::batch();
    /// let france = batch.create(Country::create().name("France"));
    /// let paris = batch.create(City::create().name("Paris").country(&france));
    /// ```
    pub fn create<N: NewModel>(&mut self, mut new: N) -> Planned<N::Model> {
        fill(slice::from_mut(&mut new));
        let key = self.keys.of_new(&new);
        let place = self.group::<N::Model>().create(new, &key);
        Planned::new(key, place, self.number)
    }

    /// Will create these rows.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
    /// let mut batch = orm::batch();
    /// let countries = batch.create_all(["France", "Spain"].map(|name| Country::create().name(name)));
    /// assert_eq!(countries.len(), 2);
    /// ```
    pub fn create_all<N: NewModel>(&mut self, new: impl IntoIterator<Item = N>) -> Vec<Planned<N::Model>> {
        new.into_iter().map(|new| self.create(new)).collect()
    }

    /// Will save this row as it is now, whole. It is not changed itself: where it has fields with `auto_now` or a `version`, read
    /// it again before it is written once more.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
    /// # fn example(mut france: Country) {
    /// let mut batch = orm::batch();
    /// france.name = "La France".to_owned();
    /// batch.save(&france);
    /// # }
    /// ```
    pub fn save<M: Model>(&mut self, row: &M) {
        self.group::<M>().save(row);
    }

    /// Will delete this row.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
    /// # fn example(france: Country) {
    /// let mut batch = orm::batch();
    /// batch.delete(&france);
    /// # }
    /// ```
    pub fn delete<M: Model>(&mut self, row: &M) {
        self.group::<M>().delete(row);
    }

    /// Writes it all, or nothing of it; within a transaction as a part of that.
    ///
    /// # Errors
    /// As creating, saving and deleting the rows one by one; `Error::Unsupported` for new rows that point at each other in a circle.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country]).await?;
    /// let mut batch = orm::batch();
    /// let france = batch.create(Country::create().name("France"));
    /// let rows = batch.commit().await?;
    /// assert_eq!(rows.get(&france).unwrap().name, "France");
    /// # Ok(()) }
    /// ```
    pub async fn commit(self) -> Result<Committed> {
        let Self { db, groups, mut keys, number } = self;
        let db = db.map_or_else(default_db, Ok)?;
        let (types, mut groups): (Vec<_>, Vec<_>) = groups.into_iter().unzip();
        if !groups.is_empty() {
            let tables: Vec<_> = groups.iter().map(|group| group.table()).collect();
            let order = dependency_order(&tables);
            groups.iter_mut().try_for_each(|group| group.check_saved())?;
            let written = db.as_one(write(&db, &mut groups, &order, &mut keys)).await;
            if let Err(mut error) = written {
                // What a delete was refused for is answered only now that everything is undone.
                let deleted: Vec<_> = groups.iter().filter_map(|group| group.deleted()).collect();
                for deleted in deleted {
                    error = protected::explain(&db, deleted, error).await;
                }
                return Err(error);
            }
        }
        Ok(Committed::new(number, types.into_iter().zip(groups.into_iter().map(AnyGroup::into_rows))))
    }

    fn group<M: Model>(&mut self) -> &mut Group<M> {
        Group::among(&mut self.groups)
    }
}

async fn write(db: &Db, groups: &mut [Box<dyn AnyGroup>], order: &[usize], keys: &mut Keys) -> Result<()> {
    // Rows of one table that point at each other take several rounds.
    loop {
        let mut created = 0;
        for &place in order {
            created += groups[place].create_ready(db, keys).await?;
        }
        match groups.iter().find(|group| group.has_new()) {
            None => break,
            Some(group) if created == 0 => return Err(circle(group.table().model)),
            Some(_) => {}
        }
    }
    for &place in order {
        groups[place].save_all(db, keys).await?;
    }
    for &place in order.iter().rev() {
        groups[place].delete_all(db).await?;
    }
    Ok(())
}

#[cold]
fn circle(model: &str) -> Error {
    let reason = format!(
        "new rows of a batch, among them of {model}, point at each other in a circle: leave one of the foreign keys open, and save it \
         afterwards"
    );
    Error::Unsupported { reason }
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let models: Vec<_> = self.groups.iter().map(|(_, group)| group.table().model).collect();
        f.debug_struct("Batch").field("models", &models).finish_non_exhaustive()
    }
}
