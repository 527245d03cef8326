//! Writing one row with what the model does before and after it, and telling receivers: all of it one transaction.

use std::ops::ControlFlow;

use super::create::create_in;
use super::receivers::{Action, any, tell};
use super::{instance, protected, version};
use crate::database::{BoxFuture, Db};
use crate::error::Result;
use crate::expr::Assignment;
use crate::model::{Model, NewModel};

/// Whether anything is to be done beside writing. What is not hooked pays for asking this alone.
pub(super) fn is_hooked<M: Model>() -> bool {
    M::hooks().is_some() || any()
}

/// Creates a row, with hooks where there are any.
pub(super) fn create<N: NewModel>(db: Db, new: N) -> BoxFuture<'static, Result<N::Model>> {
    match is_hooked::<N::Model>() {
        true => Box::pin(hooked_create(db, new)),
        false => Box::pin(create_in(db, new)),
    }
}

async fn hooked_create<N: NewModel>(db: Db, new: N) -> Result<N::Model> {
    let creating = async {
        let new = before_create(new).await?;
        let mut row = create_in(db.clone(), new).await?;
        after_create(&mut row).await?;
        Ok(row)
    };
    db.atomic(creating).await
}

pub(super) async fn before_create<N: NewModel>(new: N) -> Result<N> {
    match N::Model::hooks() {
        Some(hooks) => (hooks.before_create)(new).await,
        None => Ok(new),
    }
}

pub(super) async fn after_create<M: Model>(row: &mut M) -> Result<()> {
    if let Some(hooks) = M::hooks() {
        (hooks.after_create)(row).await?;
    }
    tell(Action::Create, row).await
}

/// Saves a row.
pub(super) async fn save<M: Model>(db: Db, row: &mut M, columns: Option<Vec<usize>>) -> Result<()> {
    let version = version::of(row);
    let saving = async {
        before_save(row).await?;
        instance::save(db.clone(), row, columns).await?;
        after_save(row).await
    };
    let saved = db.atomic(saving).await;
    if saved.is_err() {
        version::put_back(row, version)?;
    }
    saved
}

/// Updates a row by expressions.
pub(super) async fn update<M: Model>(db: Db, row: &mut M, assignments: Vec<Assignment<M>>) -> Result<()> {
    let version = version::of(row);
    let updating = async {
        before_save(row).await?;
        instance::update(db.clone(), row, assignments).await?;
        after_save(row).await
    };
    let updated = db.atomic(updating).await;
    if updated.is_err() {
        version::put_back(row, version)?;
    }
    updated
}

pub(super) async fn before_save<M: Model>(row: &mut M) -> Result<()> {
    match M::hooks() {
        Some(hooks) => (hooks.before_save)(row).await,
        None => Ok(()),
    }
}

pub(super) async fn after_save<M: Model>(row: &mut M) -> Result<()> {
    if let Some(hooks) = M::hooks() {
        (hooks.after_save)(row).await?;
    }
    tell(Action::Save, row).await
}

/// Deletes a row.
pub(super) async fn delete<M: Model>(db: Db, row: &M) -> Result<()> {
    let deleting = async {
        if let Some(hooks) = M::hooks()
            && (hooks.before_delete)(row).await? == ControlFlow::Break(())
        {
            return Ok(());
        }
        instance::delete(db.clone(), row).await?;
        if let Some(hooks) = M::hooks() {
            (hooks.after_delete)(row).await?;
        }
        tell(Action::Delete, row).await
    };
    let was_inside = db.in_transaction();
    match db.atomic(deleting).await {
        // What it was refused for is not answered before the transaction is over.
        Err(error) if !was_inside => Err(Box::pin(protected::explain(&db, instance::this(row), error)).await),
        done => done,
    }
}
