use chrono::Utc;

use super::blame::Blame;
use super::insert::insert;
use super::pending::Pending;
use super::read::broken_backend;
use crate::database::{BoxFuture, Db, default_db};
use crate::error::Result;
use crate::model::NewModel;

/// What can be done with a new row that has every required field, beside awaiting it.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, name: String }
/// # async fn example(archive: orm::Db) -> orm::Result<()> {
/// let france = Country::create().name("France").await?;
/// let archived = Country::create().name("France").using(&archive).await?;
/// # Ok(()) }
/// ```
pub trait Create: NewModel {
    /// Creates the row in this database instead of the default.
    fn using(self, db: &Db) -> Pending<'static, Self::Model> {
        Pending::new(|db| create_in(db, self)).using(db)
    }
}

impl<N: NewModel> Create for N {}

/// Creates one row: what awaiting a builder does.
#[doc(hidden)]
pub fn create<N: NewModel>(new: N) -> BoxFuture<'static, Result<N::Model>> {
    Box::pin(async { create_in(default_db()?, new).await })
}

pub(super) async fn create_in<N: NewModel>(db: Db, mut new: N) -> Result<N::Model> {
    new.fill(Utc::now());
    let blame = Blame::of_new(&db, &new);
    match insert(&db, vec![new]).await {
        Ok(mut rows) => rows.pop().ok_or_else(|| broken_backend("it inserted no row")),
        Err(error) => Err(blame.explain(&db, error).await),
    }
}
