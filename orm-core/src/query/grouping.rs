//! Groups and totals over them, in one statement.

use super::QuerySet;
use crate::expr::{GroupKeys, GroupedBy, Grouping, Node, Selection};
use crate::field::FieldSet;
use crate::model::{Fields, Model};
use crate::schema::OutputColumn;
use crate::sql::Columns;

impl<M: Model, T> QuerySet<M, T> {
    /// Values of groups, of the groups of these, and so on to all rows: by all keys, by all but the last, .. and by none. Keys that a
    /// row is put together over are `None` there; [`grouping`](crate::expr::grouping) tells them from those that are NULL.
    ///
    /// # Errors
    /// Awaited, `Error::Unsupported` on SQLite, which has nothing of the kind, and for a key that is an aggregate.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, status: String, year: i32, total: i64 }
    /// # async fn example() -> orm::Result<()> {
    /// let rows = Order::all().rollup(|o| (o.year, o.status), |o| (count(), o.total.sum())).await?;
    /// for ((year, status), (orders, total)) in rows {
    ///     // (Some(2026), Some("open")), then (Some(2026), None) for the year, and (None, None) for all
    /// }
    /// # Ok(()) }
    /// ```
    pub fn rollup<K: GroupKeys<M>, S: Selection<M>>(
        self,
        keys: impl FnOnce(&'static Fields<M>) -> K,
        values: impl FnOnce(&'static Fields<M>) -> S,
    ) -> QuerySet<M, (K::Output, S::Output)> {
        self.grouped(keys(Fields::<M>::REF), values(Fields::<M>::REF), GroupedBy::Rollup)
    }

    /// Values of groups by each choice of the keys: by all, by some, by each alone, and by none. As [`rollup`](Self::rollup) otherwise.
    ///
    /// # Errors
    /// As `rollup`.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, status: String, year: i32 }
    /// let sql = Order::all().cube(|o| (o.year, o.status), |_| count()).to_sql_for(orm::sql::Dialect::Postgres);
    /// assert_eq!(sql, r#"SELECT "year", "status", count(*) FROM "orders" GROUP BY CUBE (1, 2)"#);
    /// ```
    pub fn cube<K: GroupKeys<M>, S: Selection<M>>(
        self,
        keys: impl FnOnce(&'static Fields<M>) -> K,
        values: impl FnOnce(&'static Fields<M>) -> S,
    ) -> QuerySet<M, (K::Output, S::Output)> {
        self.grouped(keys(Fields::<M>::REF), values(Fields::<M>::REF), GroupedBy::Cube)
    }

    /// Values of groups by each of these sets of keys, which are given by their places among them, from 0; an empty set is that of all
    /// rows. As [`rollup`](Self::rollup) otherwise.
    ///
    /// # Errors
    /// As `rollup`; `Error::Unsupported` for no set, and for a place at which no key is.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, status: String, year: i32 }
    /// // By each alone, and the total.
    /// let query = Order::all().grouping_sets(|o| (o.year, o.status), [&[0][..], &[1], &[]], |_| count());
    /// let sql = query.to_sql_for(orm::sql::Dialect::Postgres);
    /// assert_eq!(sql, r#"SELECT "year", "status", count(*) FROM "orders" GROUP BY GROUPING SETS ((1), (2), ())"#);
    /// ```
    pub fn grouping_sets<K: GroupKeys<M>, S: Selection<M>>(
        self,
        keys: impl FnOnce(&'static Fields<M>) -> K,
        sets: impl IntoIterator<Item = impl AsRef<[usize]>>,
        values: impl FnOnce(&'static Fields<M>) -> S,
    ) -> QuerySet<M, (K::Output, S::Output)> {
        let sets = sets.into_iter().map(|set| set.as_ref().to_vec()).collect();
        self.grouped(keys(Fields::<M>::REF), values(Fields::<M>::REF), GroupedBy::Sets(sets))
    }

    fn grouped<K: GroupKeys<M>, S: Selection<M>>(
        self,
        keys: K,
        values: S,
        by: GroupedBy,
    ) -> QuerySet<M, (K::Output, S::Output)> {
        let mut selected = Vec::new();
        keys.nodes(&mut selected);
        let grouping = Grouping { keys: selected.len(), by };
        values.nodes(&mut selected);
        let (nodes, columns): (Vec<Node>, Vec<OutputColumn>) = selected.into_iter().unzip();
        let query = self.giving(nodes, Columns::list(columns), |row| Ok((K::read(row)?, S::read(row)?)));
        query.change(|select| {
            select.grouping = Some(grouping);
            select.keep_order_of_groups();
        })
    }
}
