//! The rows that foreign keys point at, for many keys at once.

use std::collections::HashSet;

use foldhash::fast::RandomState;

use crate::database::{Db, Exchange, Request};
use crate::error::Result;
use crate::expr::Node;
use crate::model::Model;
use crate::query::QuerySet;
use crate::query::read::{GatherExchange, returned};
use crate::relation::{Provenance, RowsByKey, TargetKey, target_column};
use crate::value::{ColumnType, Field as _};

/// Asks for the rows of this query with these keys, each once.
pub(super) fn ask<'a, T: Model, B: TargetKey<T>>(
    rows: &QuerySet<T>,
    keys: impl Iterator<Item = &'a B::Key>,
    db: &Db,
) -> Result<Option<Request>> {
    let mut seen: HashSet<&B::Key, RandomState> = HashSet::default();
    let list: Vec<_> = keys.filter(|key| seen.insert(*key)).map(|key| key.clone().into_column()).collect();
    if list.is_empty() {
        return Ok(None);
    }
    let value = Box::new(Node::root_column(T::TABLE, target_column::<T, B>()));
    let with_keys = rows.clone().filter_node(Node::In { ty: B::Key::TYPE, value, list, negated: false });
    with_keys.into_request(db).map(Some)
}

/// The rows that came, by their keys, once what is to be loaded further on is loaded.
pub(super) async fn answer<T: Model, B: TargetKey<T>>(
    answer: Option<Box<dyn Exchange>>,
    db: &Db,
    provenance: &Provenance,
) -> Result<RowsByKey<T, B>> {
    let Some(answer) = answer else { return Ok(RowsByKey::<T, B>::default()) };
    let found = returned::<GatherExchange<T, T>>(answer)?.gather.finish(db, provenance.clone()).await?;
    Ok(found.into_iter().map(|row| (B::of(&row), row)).collect())
}

/// Asks for the rows with these keys.
pub(in crate::query) async fn load_one<T: Model, B: TargetKey<T>>(
    db: &Db,
    keys: &[B::Key],
    provenance: &Provenance,
) -> Result<RowsByKey<T, B>> {
    let asked = match ask::<T, B>(&QuerySet::<T>::whole(), keys.iter(), db)? {
        Some(Request { statement, exchange }) => Some(db.run(statement, exchange).await?.exchange),
        None => None,
    };
    answer::<T, B>(asked, db, provenance).await
}
