//! Writing and reading again one row that is at hand.

use chrono::Utc;

use super::QuerySet;
use super::computed::refuse_kept_by_others;
use super::plan;
use super::provenance::{attach_from, attach_written};
use super::read::{affected, one, written};
use super::update::{add_what_is_ours, columns_set, effect};
use super::version::{as_it_was, counted, stale_or_gone};
use crate::database::Db;
use crate::error::{Error, Result};
use crate::expr::{Assignment, Node, Predicate};
use crate::model::Model;
use crate::schema::Fill;
use crate::sql::{Returning, Select, Update};
use crate::validation;
use crate::value::{Captured, Field};

/// The row itself as it was read, as a query.
pub(super) fn this<M: Model>(model: &M) -> Select {
    let mut select = Select::new(M::TABLE);
    select.filter.push(Node::column_is(M::TABLE, M::TABLE.primary_key, model.key().into_value()));
    as_it_was(model, &mut select);
    select
}

fn gone<M: Model>() -> Error {
    Error::DoesNotExist { model: M::TABLE.model }
}

/// Writes these columns, or all but the key, as they are in the row at hand.
pub(super) async fn save<M: Model>(db: Db, model: &mut M, columns: Option<Vec<usize>>) -> Result<()> {
    let table = M::TABLE;
    let all = || (0..table.columns.len()).filter(|&column| !table.is_key(column) && model.is_given(column)).collect();
    let is_whole = columns.is_none();
    refuse_kept_by_others(table, columns.as_deref().unwrap_or_default())?;
    let columns: Vec<usize> = columns.unwrap_or_else(all);
    validation::one(model, columns.iter().copied())?;
    let now = Utc::now();
    let mut set: Vec<(usize, Node)> = Vec::with_capacity(columns.len());
    for column in columns {
        let is_ours = matches!(table.columns[column].fill, Fill::OnWrite | Fill::Version | Fill::Computed);
        if is_ours || set.iter().any(|(other, _)| *other == column) {
            continue;
        }
        let value = model.column(column);
        set.push((column, Node::Value(value.into_owned())));
    }
    add_what_is_ours(table, &mut set, now);
    if set.is_empty() {
        // Of a row that is nothing but its key, writing would not tell whether it is there.
        let is_there = !is_whole || QuerySet::whole().using(&db).contains(model).await?;
        if !is_there {
            return Err(gone::<M>());
        }
        attach_written(&db, model, []);
        return Ok(());
    }
    let effect = effect(table, &set);
    let written: Vec<usize> = set.iter().map(|(column, _)| *column).collect();
    let computed = computed_here(model);
    let returning = Returning::Columns(&computed);
    let update = Update { rows: this(model), set, returning }.compile(db.dialect())?;
    let found = match computed.is_empty() {
        true => affected(&db, update, effect).await.map(|rows| rows > 0),
        false => match self::written(&db, update, effect, table, &computed).await {
            Ok(Some(mut row)) => read_columns(model, &computed, &mut row).map(|()| true),
            Ok(None) => Ok(false),
            Err(error) => Err(error),
        },
    };
    match found {
        Ok(true) => {
            model.touch(now);
            counted(model)?;
            attach_written(&db, model, written);
            Ok(())
        }
        // On the heap, because it asks the database, and is rare.
        Ok(false) => Err(Box::pin(stale_or_gone(&db, model)).await),
        Err(error) => Err(error),
    }
}

/// The columns that the database computes, but for those that are deferred and not here.
fn computed_here<M: Model>(model: &M) -> Vec<usize> {
    M::TABLE.computed().into_iter().filter(|&column| model.is_here(column)).collect()
}

/// Takes what the database gives back of these columns.
fn read_columns<M: Model>(model: &mut M, columns: &[usize], row: &mut Captured) -> Result<()> {
    columns.iter().try_for_each(|&column| {
        let (name, field) = (M::TABLE.model, M::TABLE.columns[column].field);
        model.read_column(column, row).map_err(|source| Error::Read { model: name, field, source })
    })
}

/// Sets columns by expression, and reads back what they became.
pub(super) async fn update<M: Model>(db: Db, model: &mut M, assignments: Vec<Assignment<M>>) -> Result<()> {
    let table = M::TABLE;
    let set = columns_set(table, assignments, Utc::now())?;
    if set.is_empty() {
        return Ok(());
    }
    let mut columns: Vec<usize> = set.iter().map(|(column, _)| *column).collect();
    columns.extend(computed_here(model));
    let effect = effect(table, &set);
    let compiled = Update { rows: this(model), set, returning: Returning::Columns(&columns) }.compile(db.dialect())?;
    let Some(mut row) = written(&db, compiled, effect, table, &columns).await? else {
        return Err(Box::pin(stale_or_gone(&db, model)).await);
    };
    read_columns(model, &columns, &mut row)?;
    attach_written(&db, model, columns);
    Ok(())
}

/// Deletes the row.
pub(super) async fn delete<M: Model>(db: Db, model: &M) -> Result<()> {
    let deleted = super::delete::delete(&db, || this(model)).await?;
    if deleted == 0 { Err(Box::pin(stale_or_gone(&db, model)).await) } else { Ok(()) }
}

/// Reads the row again.
pub(super) async fn refresh<M: Model>(db: Db, model: &mut M) -> Result<()> {
    let loaded: Vec<usize> = M::TABLE.deferred().filter(|&column| model.is_here(column)).collect();
    let found = match loaded.is_empty() {
        true => by_key(db, model.key()).await?,
        // What was loaded is to be read again, too.
        false => {
            let key = Node::column_is(M::TABLE, M::TABLE.primary_key, model.key().into_value());
            let this = QuerySet::whole().undeferring(loaded).filter_node(key);
            Box::pin(this.using(&db).get_or_none()).await?
        }
    };
    *model = found.ok_or_else(gone::<M>)?;
    Ok(())
}

/// The row with this key, if the model's scope lets it through.
pub(super) async fn in_scope<M: Model>(db: Db, key: M::Key, scope: Option<Predicate<M>>) -> Result<Option<M>> {
    let Some(scope) = scope else { return by_key(db, key).await };
    let key = Node::column_is(M::TABLE, M::TABLE.primary_key, key.into_value());
    // In a box, so that models without a scope do not carry it with them.
    Box::pin(QuerySet::whole().filter_node(scope.into_node()).filter_node(key).using(&db).get_or_none()).await
}

/// The row with this key.
pub(super) async fn by_key<M: Model>(db: Db, key: M::Key) -> Result<Option<M>> {
    let sql = plan::by_key::<M>(db.dialect())?.into();
    let mut row = one(&db, sql, M::TABLE, key.into_value(), M::read).await?;
    attach_from(&db, row.as_mut_slice());
    Ok(row)
}
