use std::future::Future;

use super::child::with_keys;
use crate::database::Db;
use crate::error::{Error, Result};
use crate::expr::Node;
use crate::model::{Detachable, IntoField, Model};
use crate::query::QuerySet;
use crate::query::load::{database_of, on_its_database};
use crate::query::nested::{NewChild, create_in};
use crate::query::pending::Pending;
use crate::query::read::affected;
use crate::query::update::{add_what_is_ours, effect};
use crate::relation::{ForeignKey, HasMany, Holder as _, Related, RowKey};
use crate::schema::{ReverseDef, Through};
use crate::sql::{Returning, Select, Update};
use crate::value::{ColumnType, Field as _, Value};

impl<T: Model> HasMany<T> {
    /// The rows as a query, to be filtered, counted or changed further.
    ///
    /// Awaited, the query of a row that was not read from the database gives [`Error::NotLoaded`].
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country>, people: i64 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country, City]).await?;
    /// let france = Country::create().await?;
    /// let large = france.cities.query().filter(|c| c.people.gt(100_000)).count().await?;
    /// assert_eq!(large, 0);
    /// # Ok(()) }
    /// ```
    pub fn query(&self) -> QuerySet<T> {
        let rows = match self.related().owner().and_then(|(def, key)| Ok((foreign_key(def)?, key))) {
            Ok((relation, key)) => Node::column_is(T::TABLE, T::TABLE.relations[relation].column, key.to_value()),
            Err(_) => Node::Detached(T::TABLE.model),
        };
        QuerySet { db: self.related().provenance().and_then(database_of), ..QuerySet::new().filter_node(rows) }
    }

    /// Creates a row on the other side, whose foreign key points at this one: it is the one field that need not be set.
    ///
    /// Rows that are loaded already do not change.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country>, people: i64 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country, City]).await?;
    /// let france = Country::create().await?;
    /// let paris = france.cities.create(City::create().people(2_100_000)).await?;
    /// assert_eq!(*paris.country.id(), france.id);
    /// # Ok(()) }
    /// ```
    pub fn create(&self, new: impl NewChild<T>) -> Pending<'_, T> {
        let owner = self.related().owner();
        let (new, nested) = new.into_parts();
        let new = owner.and_then(|(def, key)| with_keys(new, [(foreign_key(def)?, key.to_value())]));
        on_its_database(self.related(), move |db| async move { create_in(db, new?, nested).await })
    }

    /// Points the foreign keys of these rows, given as rows or as their keys, at this one. Gives how many rows there were.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country, City]).await?;
    /// let [saarland, france] = [Country::create().await?, Country::create().await?];
    /// let city = City::create().country(&france).await?;
    /// assert_eq!(saarland.cities.add([&city]).await?, 1);
    /// assert_eq!(saarland.cities.query().count().await?, 1);
    /// # Ok(()) }
    /// ```
    pub fn add<K: IntoField<ForeignKey<T>>>(&self, rows: impl IntoIterator<Item = K>) -> Pending<'_, u64> {
        let keys = keys_of(rows);
        let related = self.related();
        on_its_database(self.related(), move |db| point(db, related, Some(keys), To::This))
    }

    /// Sets the foreign keys of those of these rows to NULL that point at this one. Gives how many there were.
    ///
    /// Only where the foreign key can be NULL:
    ///
    /// ```compile_fail,E0277
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
    /// # async fn example(france: Country) -> orm::Result<()> {
    /// france.cities.remove([1]).await?;
    /// # Ok(()) }
    /// ```
    pub fn remove<K: IntoField<ForeignKey<T>>>(&self, rows: impl IntoIterator<Item = K>) -> Pending<'_, u64>
    where
        T: Detachable,
    {
        let keys = keys_of(rows);
        let related = self.related();
        on_its_database(self.related(), move |db| point(db, related, Some(keys), To::Nothing))
    }

    /// Sets the foreign keys of all rows that point at this one to NULL. Gives how many there were.
    pub fn clear(&self) -> Pending<'_, u64>
    where
        T: Detachable,
    {
        let related = self.related();
        on_its_database(self.related(), move |db| point(db, related, None, To::Nothing))
    }

    /// Makes these rows, given as rows or as their keys, those that point at this one, and no others: all of it or nothing.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Team { id: i64, players: HasMany<Player> }
    /// # #[derive(Model)] struct Player { id: i64, team: Option<ForeignKey<Team>> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Team, Player]).await?;
    /// let team = Team::create().await?;
    /// let [ann, bob] = [team.players.create(Player::create()).await?, Player::create().await?];
    /// team.players.set([&bob]).await?;
    /// assert_eq!(team.players.query().values(|p| p.id).await?, [bob.id]);
    /// # let _ = ann;
    /// # Ok(()) }
    /// ```
    pub fn set<K: IntoField<ForeignKey<T>>>(&self, rows: impl IntoIterator<Item = K>) -> Pending<'_, ()>
    where
        T: Detachable,
    {
        let keys = keys_of(rows);
        let related = self.related();
        on_its_database(self.related(), move |db: Db| async move {
            let change = async {
                point(db.clone(), related, Some(keys.clone()), To::NothingBut).await?;
                point(db.clone(), related, Some(keys), To::This).await?;
                Ok(())
            };
            db.as_one(change).await
        })
    }
}

/// Where foreign keys shall point.
#[derive(Clone, Copy, PartialEq, Eq)]
enum To {
    /// Those of the rows: at this one.
    This,
    /// Those of the rows that point at this one: nowhere.
    Nothing,
    /// Those of all others that point at this one: nowhere.
    NothingBut,
}

pub(super) fn keys_of<T: Model, K: IntoField<ForeignKey<T>>>(rows: impl IntoIterator<Item = K>) -> Vec<Value<'static>> {
    rows.into_iter().map(|row| row.into_field().into_column()).collect()
}

pub(in crate::query) fn foreign_key(def: &ReverseDef) -> Result<usize> {
    match def.through {
        Through::ForeignKey(relation) => Ok(relation),
        Through::Link(_) => {
            Err(Error::Unsupported { reason: format!("{}.{} has no foreign key", def.model, def.field) })
        }
    }
}

fn point<T: Model>(
    db: Db,
    related: &Related<T>,
    keys: Option<Vec<Value<'static>>>,
    to: To,
) -> impl Future<Output = Result<u64>> + Send {
    let owner = related.owner().and_then(|(def, key): (_, &RowKey)| Ok((def, foreign_key(def)?, key.to_value())));
    async move {
        let (def, relation, key) = owner?;
        let table = T::TABLE;
        let column = table.relations[relation].column;
        if to != To::This && !table.columns[column].nullable {
            let (field, model) = (table.columns[column].field, table.model);
            let reason =
                format!("{model}.{field} cannot be NULL, so no row can be taken out of {}.{}", def.model, def.field);
            return Err(Error::Unsupported { reason });
        }
        let mut rows = Select::new(table);
        if to != To::This {
            rows.filter.push(Node::column_is(table, column, key.clone()));
        }
        match keys {
            Some(keys) if keys.is_empty() && to != To::NothingBut => return Ok(0),
            Some(list) if !list.is_empty() => {
                let value = Box::new(Node::root_column(table, table.primary_key));
                let negated = to == To::NothingBut;
                rows.filter.push(Node::In { ty: T::Key::TYPE, value, list, negated });
            }
            _ => {}
        }
        let value = if to == To::This { key } else { Value::Null(table.columns[column].ty) };
        let mut set = vec![(column, Node::Value(value))];
        add_what_is_ours(table, &mut set, chrono::Utc::now());
        let effect = effect(table, &set);
        let update = Update { rows, set, returning: Returning::Nothing }.compile(db.dialect())?;
        affected(&db, update, effect).await
    }
}
