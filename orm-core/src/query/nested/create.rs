use std::sync::Arc;

use super::level::Level;
use super::relation::{AnyRelation, NewRows};
use super::{Alone, MOST_LEVELS, Nested, check};
use crate::database::{BoxFuture, Db};
use crate::error::{Error, Result};
use crate::model::{Fields, Model};
use crate::query::create::create_at;
use crate::query::hooks;
use crate::query::insert::{Asked, insert_at};
use crate::query::pending::Pending;
use crate::query::{CreateOrUpdate, IntoColumns, OnConflict, One};
use crate::validation::Stage;

/// A new row that is given rows of its relations, which are created with it. In the prelude.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model, Debug)]
/// struct Country {
///     id: i64,
///     name: String,
///     cities: HasMany<City>,
/// }
///
/// #[derive(Model, Debug)]
/// struct City {
///     id: i64,
///     name: String,
///     country: ForeignKey<Country>,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country, City]).await?;
/// let cities = ["Paris", "Lyon"].map(|name| City::create().name(name));
/// let france = Country::create().name("France").cities(cities).await?;
/// assert_eq!(france.cities.get()?.len(), 2);
/// # Ok(()) }
/// ```
pub trait CreateNested: Sized {
    /// The model of the row.
    #[doc(hidden)]
    type Model: Model;

    /// The row, and the rows of its relations.
    #[doc(hidden)]
    fn into_nested(self) -> (<Self::Model as Model>::New, Nested<Self::Model>);

    /// Only of rows by themselves, which the compiler says.
    #[doc(hidden)]
    fn on_conflict<C: IntoColumns<<Self as CreateNested>::Model>>(
        self,
        columns: impl FnOnce(&'static Fields<<Self as CreateNested>::Model>) -> C,
    ) -> OnConflict<<Self as CreateNested>::Model, One>
    where
        Nested<<Self as CreateNested>::Model>: Alone,
    {
        self.into_nested().0.on_conflict(columns)
    }

    /// Only of rows by themselves, which the compiler says.
    #[doc(hidden)]
    fn on_constraint(self, name: impl Into<String>) -> OnConflict<<Self as CreateNested>::Model, One>
    where
        Nested<<Self as CreateNested>::Model>: Alone,
    {
        self.into_nested().0.on_constraint(name)
    }

    /// Creates the rows in this database instead of the default.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
    /// # async fn example(archive: orm::Db) -> orm::Result<()> {
    /// let archived = Country::create().cities([City::create()]).using(&archive).await?;
    /// # Ok(()) }
    /// ```
    fn using(self, db: &Db) -> Pending<'static, Self::Model> {
        let (new, nested) = self.into_nested();
        Pending::new(move |db| create_root(db, new, nested)).using(db)
    }
}

/// Creates a row, and what is nested in it where there is anything.
pub(in crate::query) fn create_in<M: Model>(db: Db, new: M::New, nested: Nested<M>) -> BoxFuture<'static, Result<M>> {
    if nested.is_empty() { hooks::create(db, new) } else { Box::pin(create_root(db, new, nested)) }
}

/// Creates a row and what is nested in it, once all of it is known to be right, as far as that can be known beforehand.
pub(super) async fn create_root<M: Model>(db: Db, mut new: M::New, mut nested: Nested<M>) -> Result<M> {
    if nested.is_too_deep() {
        return Err(too_deep(M::TABLE.model));
    }
    let stage = check::check(&mut new, &mut nested)?;
    let rows = (vec![new], vec![nested]);
    let made = db.as_one(create_level(&db, rows, Level::root(M::TABLE.model), stage)).await?;
    made.into_iter().next().ok_or(Error::DoesNotExist { model: M::TABLE.model })
}

/// Creates rows, and level by level what is nested in them.
pub(super) fn create_level<M: Model>(
    db: &Db,
    (new, nested): NewRows<M>,
    level: Arc<Level>,
    stage: Stage,
) -> BoxFuture<'_, Result<Vec<M>>> {
    Box::pin(async move {
        let mut made = create_all::<M>(db, new, &level, stage).await?;
        for relation in by_relation(nested) {
            relation.create(db, &mut made, &level).await?;
        }
        Ok(made)
    })
}

/// Creates the rows of one level, together where nothing is to be done before and after each.
async fn create_all<M: Model>(db: &Db, new: Vec<M::New>, level: &Level, stage: Stage) -> Result<Vec<M>> {
    if new.len() > 1 && !hooks::is_hooked::<M>() {
        let asked = Asked::watched();
        let inserted = insert_at(db, new, stage, asked.clone()).await;
        return inserted.map_err(|error| level.locate(error, asked.row()));
    }
    let mut made = Vec::with_capacity(new.len());
    for (place, new) in new.into_iter().enumerate() {
        let new = hooks::before_create(new).await?;
        // What the hooks say they have said in their own words.
        let created = create_at(db.clone(), new, stage).await;
        let mut row = created.map_err(|error| level.locate(error, Some(place)))?;
        hooks::after_create(&mut row).await?;
        made.push(row);
    }
    Ok(made)
}

/// What is nested in all rows of a level, relation by relation.
fn by_relation<M: Model>(nested: Vec<Nested<M>>) -> Vec<Box<dyn AnyRelation<M>>> {
    let mut all: Vec<Box<dyn AnyRelation<M>>> = Vec::new();
    for (parent, Nested { relations, .. }) in nested.into_iter().enumerate() {
        for mut relation in relations {
            relation.belong_to(parent);
            match all.iter_mut().find(|other| other.number() == relation.number()) {
                Some(same) => same.absorb(relation),
                None => all.push(relation),
            }
        }
    }
    all
}

#[cold]
fn too_deep(model: &str) -> Error {
    Error::QueryTooLarge { reason: format!("rows are nested in a new {model} deeper than {MOST_LEVELS} levels") }
}
