//! Several statements on one connection, sent back to back: one way to the server and back instead of one for each.

use std::pin::pin;

use futures_util::future::join_all;
use orm_core::database::{Failure, Outcome, Request};
use orm_core::sql::Columns;
use tokio_postgres::Client;

use crate::encode;
use crate::execute::{self, Done, Problem, WhenStale};
use crate::statement_cache::{self, StatementCache};

/// What went wrong with some of the statements.
pub(crate) struct Problems {
    /// Which was the first of them.
    pub(crate) index: usize,
    pub(crate) first: Problem,
    pub(crate) others: Vec<Problem>,
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self::of(0, problem)
    }
}

impl Problems {
    pub(crate) fn of(index: usize, first: Problem) -> Self {
        Self { index, first, others: Vec::new() }
    }
}

/// Runs them. `answered` is told of each as soon as it has succeeded.
///
/// What is wrong with one before any was sent keeps all of them from being sent.
pub(crate) async fn run(
    client: &Client,
    statements: &mut StatementCache,
    requests: &mut [Request],
    when_stale: WhenStale,
    answered: impl Fn(usize, Done) + Sync,
) -> Result<Vec<Done>, Problems> {
    let prepared =
        prepare(client, statements, requests).await.map_err(|(index, problem)| Problems::of(index, problem))?;
    let answered = &answered;
    // Each takes in its rows while the next ones wait for theirs: the driver reads on only where there is somebody to take
    // what it has read.
    let runs = requests.iter_mut().zip(&prepared).enumerate().map(|(index, (request, prepared))| async move {
        let done = one(client, prepared, request).await;
        if let Ok(done) = done {
            answered(index, done);
        }
        done
    });
    let outcomes = join_all(runs).await;
    let (mut all, mut problems) = (Vec::with_capacity(outcomes.len()), None::<Problems>);
    for (index, mut outcome) in outcomes.into_iter().enumerate() {
        if let Err(Problem::Stale(_)) = outcome {
            let Request { statement, exchange } = &mut requests[index];
            statements.remove(&statement.sql);
            if when_stale == WhenStale::Again {
                outcome = execute::run(client, statements, statement, &mut **exchange, 0, WhenStale::Fail).await;
            }
        }
        match (outcome, &mut problems) {
            (Ok(done), _) => all.push(done),
            (Err(problem), None) => problems = Some(Problems::of(index, problem)),
            (Err(problem), Some(problems)) => problems.others.push(problem),
        }
    }
    problems.map_or(Ok(all), Err)
}

/// The prepared statements. Those that the connection does not have are prepared together.
async fn prepare(
    client: &Client,
    statements: &mut StatementCache,
    requests: &mut [Request],
) -> Result<Vec<tokio_postgres::Statement>, (usize, Problem)> {
    let given = requests.iter().map(|request| (&request.statement, request.exchange.parameters(0)));
    let given: Vec<_> = given.collect();
    let mut prepared = Vec::with_capacity(given.len());
    for (index, (statement, parameters)) in given.iter().enumerate() {
        let found = encode::check(parameters).and_then(|()| statements.get(statement, parameters));
        prepared.push(found.map_err(|failure: Failure| (index, failure.into()))?);
    }
    let missing = given.iter().enumerate().filter(|(index, _)| prepared[*index].is_none());
    let missing = missing.map(|(index, (statement, parameters))| async move {
        (index, statement_cache::prepare(client, statement, parameters).await)
    });
    for (index, new) in join_all(missing).await {
        let new = new.map_err(|problem| (index, problem))?;
        prepared[index] = Some(statements.insert(given[index].0, new));
    }
    Ok(prepared.into_iter().flatten().collect())
}

async fn one(client: &Client, prepared: &tokio_postgres::Statement, request: &mut Request) -> Result<Done, Problem> {
    let Request { statement, exchange } = request;
    let parameters = exchange.parameters(0);
    let rows = execute::send(client, prepared, &parameters).await;
    drop(parameters);
    let places = match statement.columns {
        Columns::Named(_) => statement_cache::places(prepared, &statement.columns)?,
        _ => None,
    };
    let mut bytes = 0;
    let takes_in = |size| bytes += size;
    let affected = execute::receive(pin!(rows?), statement, places.as_deref(), &mut **exchange, 0, takes_in).await?;
    Ok(Done { affected, bytes })
}

/// What the statements did, with their exchanges.
pub(crate) fn outcomes(requests: Vec<Request>, all: &[Done]) -> Vec<Outcome> {
    let outcome = |(request, done): (Request, &Done)| Outcome { exchange: request.exchange, affected: done.affected };
    requests.into_iter().zip(all).map(outcome).collect()
}
