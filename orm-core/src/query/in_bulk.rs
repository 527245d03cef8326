use std::collections::HashMap;
use std::hash::Hash;

use super::QuerySet;
use super::read::broken_backend;
use super::unique::is_unique;
use crate::error::{Error, Result};
use crate::expr::Node;
use crate::field::{Column, FieldSet as _};
use crate::model::{Fields, IntoField, Model};
use crate::path::Root;
use crate::relation::ForeignKey;
use crate::value::{Captured, ColumnType, Field};

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

    /// The rows with these values of a field that is unique, by value. Values that no row has are left out.
    ///
    /// # Errors
    /// As awaiting the query; `Error::Unsupported` before anything is sent where rows may be alike in the field.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// #[derive(Model)]
    /// struct Country {
    ///     id: i64,
    ///     #[orm(unique)]
    ///     code: String,
    /// }
    ///
    /// # async fn example() -> orm::Result<()> {
    /// let countries = Country::all().in_bulk_by(|c| c.code, ["FR", "ES"]).await?;
    /// assert_eq!(countries["FR"].id, 33);
    /// # Ok(()) }
    /// ```
    pub async fn in_bulk_by<T: ColumnType + Eq + Hash, V: IntoField<T>>(
        self,
        field: impl FnOnce(&'static Fields<M>) -> Column<Root<M>, T>,
        values: impl IntoIterator<Item = V>,
    ) -> Result<HashMap<T, M>> {
        let column = field(Fields::<M>::REF).index();
        if !is_unique(M::TABLE, &[column]) {
            let (model, field) = (M::TABLE.model, M::TABLE.columns[column].field);
            let reason = format!(
                "in_bulk_by gives a {model} for each value, and several may have the same `{field}`: it is not unique"
            );
            return Err(Error::Unsupported { reason });
        }
        let list: Vec<_> = values.into_iter().map(|value| value.into_field().into_column()).collect();
        if list.is_empty() {
            return Ok(HashMap::new());
        }
        let value = Box::new(Node::root_column(M::TABLE, column));
        let with_these = Node::In { ty: M::TABLE.columns[column].ty, value, list, negated: false };
        let rows = self.filter_node(with_these).undeferring([column]).fetch().await?;
        let by_value = |row: M| Ok((read::<T, M>(&row, column)?, row));
        rows.into_iter().map(by_value).collect()
    }
}

/// What a field of a row holds.
fn read<T: ColumnType, M: Model>(row: &M, column: usize) -> Result<T> {
    T::read_column(&mut Captured::new(vec![row.column(column).into_owned()]))
        .map_err(|_| broken_backend("a value is not of its column's type"))
}
