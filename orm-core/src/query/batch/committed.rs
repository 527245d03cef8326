use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;

use super::Planned;
use super::planned::Number;
use crate::error::{Error, Result};
use crate::model::Model;

/// The rows that a batch has created, by what stood for them.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country]).await?;
/// let mut batch = orm::batch();
/// let france = batch.create(Country::create().name("France"));
/// let mut rows = batch.commit().await?;
/// let france: Country = rows.take(france)?;
/// # Ok(()) }
/// ```
pub struct Committed {
    batch: Number,
    rows: HashMap<TypeId, Box<dyn Any + Send>>,
}

impl Committed {
    pub(super) fn new(batch: Number, rows: impl Iterator<Item = (TypeId, Box<dyn Any + Send>)>) -> Self {
        Self { batch, rows: rows.collect() }
    }

    /// The row that this stood for; `None` where it was another batch's, or was taken.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
    /// # async fn example(france: orm::query::Planned<Country>, rows: orm::query::Committed) {
    /// let key = rows.get(&france).map(|france| france.id);
    /// # }
    /// ```
    #[must_use]
    pub fn get<M: Model>(&self, planned: &Planned<M>) -> Option<&M> {
        if planned.batch != self.batch {
            return None;
        }
        self.rows.get(&TypeId::of::<M>())?.downcast_ref::<Vec<Option<M>>>()?.get(planned.place)?.as_ref()
    }

    /// Takes the row that this stood for.
    ///
    /// # Errors
    /// `Error::DoesNotExist` where it was another batch's.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
    /// # fn example(france: orm::query::Planned<Country>, mut rows: orm::query::Committed) -> orm::Result<()> {
    /// let france: Country = rows.take(france)?;
    /// # Ok(()) }
    /// ```
    #[expect(clippy::needless_pass_by_value, reason = "what stood for a row that is taken stands for none any more")]
    pub fn take<M: Model>(&mut self, planned: Planned<M>) -> Result<M> {
        let Planned { place, batch, .. } = planned;
        let is_ours = batch == self.batch;
        let rows = self.rows.get_mut(&TypeId::of::<M>()).and_then(|rows| rows.downcast_mut::<Vec<Option<M>>>());
        let row = rows.filter(|_| is_ours).and_then(|rows| rows.get_mut(place)?.take());
        row.ok_or(Error::DoesNotExist { model: M::TABLE.model })
    }

    /// All rows of a model that were created and not taken, in the order in which they were given.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
    /// # fn example(mut rows: orm::query::Committed) {
    /// let countries: Vec<Country> = rows.rows();
    /// # }
    /// ```
    pub fn rows<M: Model>(&mut self) -> Vec<M> {
        let rows = self.rows.remove(&TypeId::of::<M>()).and_then(|rows| rows.downcast::<Vec<Option<M>>>().ok());
        rows.map(|rows| rows.into_iter().flatten().collect()).unwrap_or_default()
    }
}

impl fmt::Debug for Committed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Committed").field("models", &self.rows.len()).finish_non_exhaustive()
    }
}
