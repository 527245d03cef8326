use std::collections::HashSet;
use std::future::IntoFuture;

use super::delete::{DeleteRows, delete};
use super::going::Going;
use super::keys::{column_in, keys};
use super::protected;
use crate::database::{BoxFuture, Db};
use crate::error::Result;
use crate::model::Model;
use crate::relation::RowKey;
use crate::sql::Select;

/// A delete that says how many rows of each model went, made by [`DeleteRows::with_counts`].
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64 }
/// # #[derive(Model)] struct City { id: i64, #[orm(on_delete = cascade)] country: ForeignKey<Country> }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country, City]).await?;
/// let france = Country::create().await?;
/// City::bulk_create((0..3).map(|_| City::create().country(&france))).await?;
/// let counts = Country::all().delete().everything().with_counts().await?;
/// assert_eq!(counts, [("Country", 1), ("City", 3)]);
/// # Ok(()) }
/// ```
#[derive(Debug)]
#[must_use = "nothing is deleted until it is awaited"]
pub struct DeleteWithCounts<M: Model> {
    rows: DeleteRows<M>,
}

impl<M: Model> DeleteRows<M> {
    /// Says how many rows of each model are deleted, those among them that go by `on_delete = cascade`. The database does not tell,
    /// so they are counted before, by their keys and in one transaction: it costs a query for each foreign key on the way.
    pub fn with_counts(self) -> DeleteWithCounts<M> {
        DeleteWithCounts { rows: self }
    }
}

impl<M: Model> IntoFuture for DeleteWithCounts<M> {
    type Output = Result<Vec<(&'static str, u64)>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let rows = self.rows.into_query()?;
            if rows.select.is_empty() {
                return Ok(Vec::new());
            }
            let db = rows.db()?;
            let rows = rows.into_rows();
            protected::as_one_explained(&db, || rows.clone(), counted(&db, rows.clone())).await
        })
    }
}

async fn counted(db: &Db, rows: Select) -> Result<Vec<(&'static str, u64)>> {
    let table = rows.table;
    let first = keys(db, rows).await?;
    let mut those = Select::new(table);
    those.filter.push(column_in(table, table.primary_key, &first));
    let going = Going::with(db, table, first, None).await?;
    if !those.is_empty() {
        delete(db, || those.clone()).await?;
    }
    let count = |keys: &HashSet<RowKey>| u64::try_from(keys.len()).unwrap_or(u64::MAX);
    Ok(going.tables().map(|(table, keys)| (table.model, count(keys))).filter(|(_, count)| *count > 0).collect())
}
