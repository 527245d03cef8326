use std::sync::Arc;

use super::QuerySet;
use crate::expr::Selection;
use crate::field::FieldSet;
use crate::model::{Fields, Model};
use crate::schema::OutputColumn;
use crate::sql::{Columns, Output};

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
        let mut outputs: Vec<OutputColumn> = (0..self.columns.len()).filter_map(|i| self.columns.get(i)).collect();
        let mut select = Arc::unwrap_or_clone(self.select);
        let mut nodes = select.output.into_nodes(M::TABLE);
        for (node, output) in selected {
            nodes.push(node);
            outputs.push(output);
        }
        select.output = Output::Nodes(nodes);
        QuerySet {
            select: Arc::new(select),
            columns: Columns::List(outputs.into()),
            read: |row| Ok((M::read(row)?, S::read(row)?)),
            model_of: Some(|(model, _)| model),
            loads: self.loads,
            db: self.db,
        }
    }
}
