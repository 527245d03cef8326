use std::sync::Arc;

use super::QuerySet;
use crate::expr::Selection;
use crate::field::FieldSet;
use crate::model::{Fields, Model};

impl<M: Model> QuerySet<M> {
    /// Gives each row together with what is computed for it.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Country { id: i64, name: String, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country>, people: i64 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Country, City]).await?;
    /// # Country::create().name("France").await?;
    /// let rows: Vec<(Country, (i64, Option<i64>))> =
    ///     Country::all().annotate(|c| (c.cities.count(), c.cities.sum(|c| c.people))).await?;
    /// assert_eq!(rows[0].1, (0, None));
    /// # Ok(()) }
    /// ```
    pub fn annotate<S: Selection<M>>(
        self,
        selection: impl FnOnce(&'static Fields<M>) -> S,
    ) -> QuerySet<M, (M, S::Output)> {
        let mut selected = Vec::new();
        selection(Fields::<M>::REF).nodes(&mut selected);
        let mut select = Arc::unwrap_or_clone(self.select);
        let columns = select.append(&self.columns, selected);
        QuerySet {
            select: Arc::new(select),
            columns,
            read: |row| Ok((M::read(row)?, S::read(row)?)),
            model_of: Some(|(model, _)| model),
            loads: self.loads,
            db: self.db,
        }
    }
}
