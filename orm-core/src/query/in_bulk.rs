use std::collections::HashMap;

use super::QuerySet;
use crate::error::Result;
use crate::expr::Node;
use crate::model::{IntoField, Model};
use crate::relation::ForeignKey;
use crate::value::{ColumnType, Field};

impl<M: Model> QuerySet<M> {
    /// The rows with these primary keys, by key. Keys that no row has are left out.
    ///
    /// # Errors
    /// As awaiting the query.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, name: String }
    /// # async fn example() -> orm::Result<()> {
    /// let countries = Country::all().in_bulk([33, 49]).await?;
    /// assert_eq!(countries[&33].name, "France");
    /// # Ok(()) }
    /// ```
    pub async fn in_bulk<K: IntoField<ForeignKey<M>>>(
        self,
        keys: impl IntoIterator<Item = K>,
    ) -> Result<HashMap<M::Key, M>> {
        let list: Vec<_> = keys.into_iter().map(|key| key.into_field().into_column()).collect();
        if list.is_empty() {
            return Ok(HashMap::new());
        }
        let value = Box::new(Node::root_column(M::TABLE, M::TABLE.primary_key));
        let rows = self.filter_node(Node::In { ty: M::Key::TYPE, value, list, negated: false }).fetch().await?;
        Ok(rows.into_iter().map(|row| (row.key(), row)).collect())
    }
}
