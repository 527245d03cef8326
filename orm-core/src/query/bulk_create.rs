use std::future::IntoFuture;

use super::insert::{fill, insert};
use crate::database::{BoxFuture, Db, default_db};
use crate::error::Result;
use crate::model::Model;

/// Creates many rows at once, made by [`Record::bulk_create`](super::Record::bulk_create).
///
/// Awaited, it gives the models in the order of the rows, with their keys and defaults filled in. All rows are
/// created, or none.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, name: String }
/// # async fn example() -> orm::Result<()> {
/// let names = ["France", "Germany"];
/// let countries = Country::bulk_create(names.map(|name| Country::create().name(name))).await?;
/// # Ok(()) }
/// ```
#[derive(Debug)]
#[must_use = "nothing is created until it is awaited"]
pub struct BulkCreate<M: Model> {
    pub(super) rows: Vec<M::New>,
    pub(super) db: Option<Db>,
}

impl<M: Model> BulkCreate<M> {
    pub(super) fn new(rows: Vec<M::New>) -> Self {
        Self { rows, db: None }
    }

    /// Creates them in this database instead of the default.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let archive = orm::Db::builder().connect("sqlite::memory:").await?;
    /// archive.create_tables_of(orm::models![User]).await?;
    /// let users = User::bulk_create([User::create().name("ann")]).using(&archive).await?;
    /// assert_eq!(users.len(), 1);
    /// # Ok(()) }
    /// ```
    pub fn using(mut self, db: &Db) -> Self {
        self.db = Some(db.clone());
        self
    }
}

impl<M: Model> IntoFuture for BulkCreate<M> {
    type Output = Result<Vec<M>>;
    type IntoFuture = BoxFuture<'static, Result<Vec<M>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            if self.rows.is_empty() {
                return Ok(Vec::new());
            }
            let db = self.db.map_or_else(default_db, Ok)?;
            bulk_create::<M>(&db, self.rows).await
        })
    }
}

async fn bulk_create<M: Model>(db: &Db, mut rows: Vec<M::New>) -> Result<Vec<M>> {
    fill(&mut rows);
    insert(db, rows).await
}
