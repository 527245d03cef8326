//! Writing one row with what the model does before and after it, and telling receivers: all of it one transaction.

use std::ops::ControlFlow;

use super::create::create_in;
use super::receivers::{Action, any, tell};
use super::snapshot::Snapshot;
use super::{instance, protected};
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
    db.as_one(creating).await
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
    tell(Action::Create, row, |_| true).await
}

/// Saves a row. What its hooks change in other columns than those that are written does not stay, and nothing stays of it where it fails.
pub(super) async fn save<M: Model>(db: Db, row: &mut M, columns: Option<Vec<usize>>) -> Result<()> {
    let before = Snapshot::of(row);
    let is_written = columns.clone().map_or(Written::All, Written::These);
    let saving = async {
        before_save(row).await?;
        before.put_back(row, |column| !is_written.has(column));
        instance::save(db.clone(), row, columns).await?;
        after_save(row, &is_written).await
    };
    let saved = db.as_one(saving).await;
    before.unless_done(row, saved)
}

/// Updates a row by expressions, which are all that is written.
pub(super) async fn update<M: Model>(db: Db, row: &mut M, assignments: Vec<Assignment<M>>) -> Result<()> {
    let before = Snapshot::of(row);
    let written = Written::These(assignments.iter().map(|assignment| assignment.column).collect());
    let updating = async {
        before_save(row).await?;
        before.put_back(row, |_| true);
        instance::update(db.clone(), row, assignments).await?;
        after_save(row, &written).await
    };
    let updated = db.as_one(updating).await;
    before.unless_done(row, updated)
}

/// Which columns the program writes.
enum Written {
    /// As many as there are.
    All,
    /// These.
    These(Vec<usize>),
}

impl Written {
    fn has(&self, column: usize) -> bool {
        match self {
            Self::All => true,
            Self::These(columns) => columns.contains(&column),
        }
    }
}

async fn before_save<M: Model>(row: &mut M) -> Result<()> {
    match M::hooks() {
        Some(hooks) => (hooks.before_save)(row).await,
        None => Ok(()),
    }
}

async fn after_save<M: Model>(row: &mut M, written: &Written) -> Result<()> {
    if let Some(hooks) = M::hooks() {
        (hooks.after_save)(row).await?;
    }
    let row = &*row;
    // Unless it is named, what was loaded later is not written.
    let is_named = matches!(written, Written::These(_));
    tell(Action::Save, row, |column| written.has(column) && (is_named || row.is_given(column))).await
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
        tell(Action::Delete, row, |_| false).await
    };
    protected::as_one_explained(&db, || instance::this(row), deleting).await
}
