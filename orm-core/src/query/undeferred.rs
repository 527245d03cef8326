//! Deferred columns that a query reads with its rows.

use super::related_to_one::Follower;
use super::{IntoColumns, QuerySet};
use crate::expr::Node;
use crate::field::FieldSet;
use crate::model::{Fields, Model};
use crate::relation::Provenance;
use crate::schema::{OutputColumn, Table};
use crate::value::{ReadResult, RowReader};

impl<M: Model, T> QuerySet<M, T> {
    /// Reads deferred columns with each row: one, or a tuple of up to sixteen. Columns that are not deferred are read anyway.
    ///
    /// The rows of relations have queries of their own that can ask for them: `u.articles.with(Article::all().undefer(|a| a.body))`.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// #[derive(Model)]
    /// struct Article {
    ///     id: i64,
    ///     title: String,
    ///     body: Deferred<String>,
    /// }
    ///
    /// assert_eq!(Article::all().to_sql(), r#"SELECT "id", "title" FROM "article""#);
    /// assert_eq!(Article::all().undefer(|a| a.body).to_sql(), r#"SELECT "id", "title", "body" FROM "article""#);
    /// ```
    pub fn undefer<C: IntoColumns<M>>(self, columns: impl FnOnce(&'static Fields<M>) -> C) -> Self {
        self.undeferring(columns(Fields::<M>::REF).into_columns())
    }
}

/// What is selected for these columns.
pub(super) fn columns(table: &'static Table, undeferred: &[usize], columns: &mut Vec<(Node, OutputColumn)>) {
    columns.extend(undeferred.iter().map(|&column| {
        let def = &table.columns[column];
        (Node::root_column(table, column), OutputColumn { model: table.model, field: def.field, ty: def.ty })
    }));
}

/// What reads them, if there are any.
pub(super) fn follower<M: Model>(undeferred: &[usize]) -> Option<Box<dyn Follower<M>>> {
    (!undeferred.is_empty()).then(|| Box::new(Undeferred(undeferred.to_vec())) as Box<dyn Follower<M>>)
}

struct Undeferred(Vec<usize>);

impl<M: Model> Follower<M> for Undeferred {
    fn row(&mut self, parent: &mut M, row: &mut dyn RowReader) -> ReadResult<()> {
        self.0.iter().try_for_each(|&column| parent.read_column(column, row))
    }

    fn width(&self) -> usize {
        self.0.len()
    }

    fn finish(self: Box<Self>, _: &mut [&mut M], _: &Provenance) {}
}
