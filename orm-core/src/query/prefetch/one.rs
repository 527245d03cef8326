//! The rows that foreign keys point at, for many keys at once.

use std::collections::HashSet;

use foldhash::fast::RandomState;

use crate::database::{Db, Exchange, Request};
use crate::error::Result;
use crate::expr::Node;
use crate::model::Model;
use crate::query::QuerySet;
use crate::query::read::{GatherExchange, returned};
use crate::relation::{Provenance, RowsByKey};
use crate::sql::Dialect;
use crate::value::{ColumnType, Field as _};

/// Asks for the rows of this query with these keys, each once.
pub(super) fn ask<'a, T: Model>(
    rows: &QuerySet<T>,
    keys: impl Iterator<Item = &'a T::Key>,
    dialect: Dialect,
) -> Result<Option<Request>> {
    let mut seen: HashSet<&T::Key, RandomState> = HashSet::default();
    let list: Vec<_> = keys.filter(|key| seen.insert(*key)).map(|key| key.clone().into_column()).collect();
    if list.is_empty() {
        return Ok(None);
    }
    let value = Box::new(Node::root_column(T::TABLE, T::TABLE.primary_key));
    let with_keys = rows.clone().filter_node(Node::In { ty: T::Key::TYPE, value, list, negated: false });
    with_keys.into_request(dialect).map(Some)
}

/// The rows that came, by their keys, once what is to be loaded further on is loaded.
pub(super) async fn answer<T: Model>(
    answer: Option<Box<dyn Exchange>>,
    db: &Db,
    provenance: &Provenance,
) -> Result<RowsByKey<T>> {
    let Some(answer) = answer else { return Ok(RowsByKey::<T>::default()) };
    let found = returned::<GatherExchange<T, T>>(answer)?.gather.finish(db, provenance.clone()).await?;
    Ok(found.into_iter().map(|row| (row.key(), row)).collect())
}

/// Asks for the rows with these keys.
pub(in crate::query) async fn load_one<T: Model>(
    db: &Db,
    keys: &[T::Key],
    provenance: &Provenance,
) -> Result<RowsByKey<T>> {
    let asked = match ask(&QuerySet::<T>::new(), keys.iter(), db.dialect())? {
        Some(Request { statement, exchange }) => Some(db.run(statement, exchange).await?.exchange),
        None => None,
    };
    answer(asked, db, provenance).await
}
