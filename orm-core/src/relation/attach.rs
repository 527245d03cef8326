//! Makes rows that were read together know of each other, so that what is loaded for one is loaded for all. What knows
//! its siblings already keeps them.

use super::row_key::RowKey;
use super::shared::Shared;
use super::{Deferred, DeferredSiblings, Holder as _, Provenance, Siblings, ToManySiblings};
use crate::model::Model;
use crate::path::{RelationTo, ReverseTo};

/// The foreign key number `R` of these rows.
pub fn attach_to_one<M: RelationTo<R>, const R: usize>(rows: &mut [&mut M], provenance: &Provenance) {
    let def = &M::TABLE.relations[R];
    let siblings = (rows.len() > 1 || !provenance.is_plain()).then(|| {
        let keys = rows.iter_mut().filter_map(|row| Some(row.foreign_key()?.id().clone())).collect();
        Shared::new(Siblings::new(keys, provenance.clone()))
    });
    for key in rows.iter_mut().filter_map(|row| row.foreign_key()) {
        key.is_of(def);
        if let Some(siblings) = siblings.as_ref().filter(|_| !key.has_siblings()) {
            key.join(siblings.clone());
        }
    }
}

/// The relation number `R` of these rows that has no column.
pub fn attach_to_many<M: ReverseTo<R>, const R: usize>(rows: &mut [&mut M], provenance: &Provenance) {
    if provenance.is_written {
        rows.iter_mut().for_each(|row| keep_up::<M, R>(row));
    }
    if rows.len() < 2 && provenance.is_plain() {
        return;
    }
    let column = M::TABLE.reverse[R].near_column();
    let keys = rows.iter().filter_map(|row| RowKey::of_column(*row, column)).collect();
    let all = Siblings::new(keys, provenance.clone());
    let siblings = Shared::new(ToManySiblings { all, picked: None });
    for (position, row) in rows.iter_mut().enumerate() {
        let related = row.holder().related_mut();
        if related.provenance().is_none() {
            related.join(siblings.clone(), position);
        }
    }
}

/// A deferred column of these rows, whose field `of` gives.
pub fn attach_deferred<M: Model, T: Send + Sync + 'static>(
    rows: &mut [&mut M],
    column: usize,
    provenance: &Provenance,
    of: fn(&mut M) -> &mut Deferred<T>,
) {
    let table = M::TABLE;
    let mut keys = Vec::new();
    for row in rows.iter_mut() {
        let key = RowKey::of_column(*row, table.primary_key);
        let deferred = of(row);
        if provenance.is_written {
            deferred.leave_unless(key.as_ref());
        }
        // Also where the value is here: it can be read anew.
        if let Some(key) = key.filter(|_| deferred.is_alone()) {
            deferred.stand(keys.len());
            keys.push(key);
        }
    }
    if keys.is_empty() {
        return;
    }
    let all = Siblings::new(keys, provenance.clone());
    let siblings = Shared::new(DeferredSiblings { table, column, all });
    rows.iter_mut().for_each(|row| of(row).join(&siblings));
}

/// Begins anew where the key that the others hold of this row is not the one that the row had.
fn keep_up<M: ReverseTo<R>, const R: usize>(row: &mut M) {
    let def = &M::TABLE.reverse[R];
    let key = RowKey::of_column(row, def.near_column());
    let has_changed = row.holder().related().owner().is_ok_and(|(_, old)| Some(old) != key.as_ref());
    if has_changed {
        let holder = M::Holder::of(row.column(def.near_column()), def);
        *row.holder() = holder;
    }
}
