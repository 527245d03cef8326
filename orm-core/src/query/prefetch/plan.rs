use std::any::Any;
use std::sync::Arc;

use crate::database::{BoxFuture, Db, Exchange, Request};
use crate::error::Result;
use crate::model::Model;
use crate::path::Step;
use crate::query::read::broken_backend;
use crate::relation::Provenance;

/// A relation of `S` that is loaded by a query of its own.
pub trait Prefetch<S: Model>: Any + Send + Sync {
    /// The relation.
    fn step(&self) -> Step;

    /// The same relation, named again by this one.
    fn again(&self, later: &Arc<dyn Prefetch<S>>) -> Arc<dyn Prefetch<S>>;

    /// What to ask for these rows; `None` where there is nothing to ask.
    ///
    /// # Errors
    /// Where the query cannot be written.
    fn ask(&self, rows: &mut [&mut S], db: &Db) -> Result<Option<Request>>;

    /// Hands the answer out to the rows, after what it shall load further on is loaded.
    fn answer<'a>(
        &'a self,
        answer: Option<Box<dyn Exchange>>,
        rows: &'a mut [&mut S],
        db: &'a Db,
        provenance: &'a Provenance,
    ) -> BoxFuture<'a, Result<()>>;
}

/// Relations to load, no two of which are the same.
pub(in crate::query) type Prefetches<S> = Vec<Arc<dyn Prefetch<S>>>;

/// Loads relations of rows that are here: a statement for each, and all of them sent together.
pub(in crate::query) async fn load_all<S: Model>(
    prefetches: &Prefetches<S>,
    rows: &mut [&mut S],
    db: &Db,
    provenance: &Provenance,
) -> Result<()> {
    if rows.is_empty() || prefetches.is_empty() {
        return Ok(());
    }
    let asked = prefetches.iter().map(|prefetch| prefetch.ask(rows, db)).collect::<Result<Vec<_>>>()?;
    let is_asked: Vec<bool> = asked.iter().map(Option::is_some).collect();
    let requests: Vec<Request> = asked.into_iter().flatten().collect();
    let mut answers = answers(db, requests).await?.into_iter();
    for (prefetch, is_asked) in prefetches.iter().zip(is_asked) {
        let answer = match is_asked {
            true => Some(answers.next().ok_or_else(|| broken_backend("it left out an answer"))?),
            false => None,
        };
        prefetch.answer(answer, rows, db, provenance).await?;
    }
    Ok(())
}

async fn answers(db: &Db, requests: Vec<Request>) -> Result<Vec<Box<dyn Exchange>>> {
    let outcomes = match <[Request; 1]>::try_from(requests) {
        // The shorter way, which learns how quick a statement is.
        Ok([Request { statement, exchange }]) => vec![db.run(statement, exchange).await?],
        Err(requests) if requests.is_empty() => Vec::new(),
        Err(requests) => db.run_together(requests).await?,
    };
    Ok(outcomes.into_iter().map(|outcome| outcome.exchange).collect())
}
