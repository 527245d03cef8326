//! Loading a deferred column by way of a row: for all rows that were read with it, in one query.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::panic::Location;
use std::slice;

use foldhash::fast::RandomState;

use super::load::{from_its_database, permitted};
use super::n_plus_one::{Loaded, single_load};
use super::pending::Pending;
use super::read::returned;
use crate::database::{Db, Exchange};
use crate::error::{Error, NotLoaded, Result};
use crate::expr::{Node, Output};
use crate::relation::{Deferrable, Deferred, RowKey};
use crate::schema::{OutputColumn, Table};
use crate::sql::{Access, Columns, Effect, Select, Statement};
use crate::value::{ReadResult, RowReader, SqlType, Value};

impl<T: Deferrable> Deferred<T> {
    /// The value. Where it is not loaded, one query loads it for all rows that were read together with this one and lack it,
    /// also where these have moved elsewhere.
    ///
    /// Awaited, it gives [`Error::DoesNotExist`] where the row is gone.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Article { id: i64, body: Deferred<String> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Article]).await?;
    /// Article::bulk_create((0..100).map(|n| Article::create().body(n.to_string()))).await?;
    ///
    /// // Two statements, not a hundred and one.
    /// for article in Article::all().order_by(|a| a.id).await? {
    ///     assert_eq!(*article.body.load().await?, (article.id - 1).to_string());
    /// }
    /// # Ok(()) }
    /// ```
    #[track_caller]
    pub fn load(&self) -> Pending<'_, &T> {
        let at = Location::caller();
        let work = move |db: Db| async move {
            if let Ok((siblings, _)) = self.among()
                && self.get().is_err()
                && siblings.all.rows.get().is_none()
            {
                let (model, field) = siblings.names();
                permitted(&siblings.all.provenance, model, field, NotLoaded::ForbiddenColumn)?;
                single_load(siblings.all.keys.len(), model, Loaded::Column(field), at)?;
                let load = || values(&db, siblings.table, siblings.column, &siblings.all.keys);
                siblings.all.rows.get_or_try_init(load).await?;
            }
            self.get()
        };
        self.on_its_database(Pending::new(work))
    }

    /// The value, read anew for this one row alone, and not kept here.
    ///
    /// Awaited, it gives [`Error::DoesNotExist`] where the row is gone.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Article { id: i64, body: Deferred<String> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Article]).await?;
    /// # Article::create().body("a long text").await?;
    /// let article = Article::get(1).await?;
    /// let body: String = article.body.load_one().await?;
    /// assert!(!article.body.is_loaded());
    /// # Ok(()) }
    /// ```
    #[track_caller]
    pub fn load_one(&self) -> Pending<'_, T> {
        let at = Location::caller();
        let work = move |db: Db| async move {
            let (siblings, key) = self.among()?;
            let (model, field) = siblings.names();
            permitted(&siblings.all.provenance, model, field, NotLoaded::ForbiddenColumn)?;
            single_load(1, model, Loaded::Column(field), at)?;
            let mut values = values(&db, siblings.table, siblings.column, slice::from_ref(key)).await?;
            values.remove(key).ok_or(Error::DoesNotExist { model })
        };
        self.on_its_database(Pending::new(work))
    }

    fn on_its_database<'a, R>(&'a self, pending: Pending<'a, R>) -> Pending<'a, R> {
        match self.provenance() {
            Some(provenance) => from_its_database(pending, provenance),
            None => pending,
        }
    }
}

type Values<T> = HashMap<RowKey, T, RandomState>;

/// The values of a column in the rows with these keys.
async fn values<T: Deferrable>(db: &Db, table: &'static Table, column: usize, keys: &[RowKey]) -> Result<Values<T>> {
    let (key, def) = (table.key(), &table.columns[column]);
    let mut seen: HashSet<&RowKey, RandomState> = HashSet::default();
    let list = keys.iter().filter(|key| seen.insert(*key)).map(RowKey::to_value).collect();
    let by_key = || Node::root_column(table, table.primary_key);
    let mut select = Select::new(table);
    select.output = Output::Nodes(vec![by_key(), Node::root_column(table, column)]);
    select.filter.push(Node::In { ty: key.ty, value: Box::new(by_key()), list, negated: false });
    let compiled = select.compile(db.dialect())?;
    let output = |field, ty| OutputColumn { model: table.model, field, ty };
    let statement = Statement {
        sql: compiled.sql.into(),
        access: Access::Read,
        columns: Columns::list([output(key.field, key.ty), output(def.field, def.ty)]),
        effect: Effect::Reads(table),
    };
    let exchange = ValuesExchange::<T> { parameters: compiled.parameters, key: key.ty, values: HashMap::default() };
    let outcome = db.run(statement, Box::new(exchange)).await?;
    Ok(returned::<ValuesExchange<T>>(outcome.exchange)?.values)
}

struct ValuesExchange<T> {
    parameters: Vec<Value<'static>>,
    key: SqlType,
    values: Values<T>,
}

impl<T: Deferrable> Exchange for ValuesExchange<T> {
    fn parameters(&self, _set: usize) -> Cow<'_, [Value<'_>]> {
        Cow::Borrowed(&self.parameters)
    }

    fn row(&mut self, _set: usize, row: &mut dyn RowReader) -> ReadResult<()> {
        if let Some(key) = RowKey::read(self.key, row)? {
            self.values.insert(key, T::read_column(row)?);
        }
        Ok(())
    }
}
