//! Everything that goes to a database passes here, for those who watch it.
//!
//! Where nobody does, a step costs a look at how much is watched, and its future is handed on as it is: nothing is
//! allocated, and no future grows.

mod counted;
mod sent;
mod span;

use tracing::Level;
use tracing::level_filters::{LevelFilter, STATIC_MAX_LEVEL};

use super::{Backend, BoxFuture, Exchange, FailedAt, Failure, Outcome, Request};
use crate::sql::Statement;

pub(crate) use sent::noting;

/// Something that is on its way.
type Running<'a, T> = BoxFuture<'a, Result<T, Failure>>;

/// Several statements that are on their way.
type RunningTogether<'a> = BoxFuture<'a, Result<Vec<Outcome>, FailedAt>>;

/// The level of the spans.
const LEVEL: Level = Level::DEBUG;

/// A step of a transaction.
#[derive(Clone, Copy)]
pub(super) enum Step {
    Begin,
    Commit,
    Rollback,
    Savepoint,
    Release,
    RollBackTo,
}

impl Step {
    fn operation(self) -> &'static str {
        match self {
            Self::Begin => "BEGIN",
            Self::Commit => "COMMIT",
            Self::Rollback => "ROLLBACK",
            Self::Savepoint => "SAVEPOINT",
            Self::Release => "RELEASE SAVEPOINT",
            Self::RollBackTo => "ROLLBACK TO SAVEPOINT",
        }
    }
}

/// Runs a statement by `run`.
#[inline]
pub(super) fn statement<'a>(
    backend: &dyn Backend,
    statement: Statement,
    exchange: Box<dyn Exchange>,
    run: impl FnOnce(Statement, Box<dyn Exchange>) -> Running<'a, Outcome>,
) -> Running<'a, Outcome> {
    if is_watched() { watched_statement(backend, statement, exchange, run) } else { run(statement, exchange) }
}

/// Apart from the common way, so that nothing has to be moved there for the sake of this one.
#[cold]
#[inline(never)]
fn watched_statement<'a>(
    backend: &dyn Backend,
    statement: Statement,
    exchange: Box<dyn Exchange>,
    run: impl FnOnce(Statement, Box<dyn Exchange>) -> Running<'a, Outcome>,
) -> Running<'a, Outcome> {
    sent::note(&statement.sql);
    let span = span::statement(backend, &statement, &*exchange);
    if span.is_disabled() {
        return run(statement, exchange);
    }
    span::over_statement(span, run(statement, counted::wrap(exchange)))
}

/// Runs several statements by `run`, each of which is one for those who watch.
#[inline]
pub(super) fn together<'a>(
    backend: &dyn Backend,
    requests: Vec<Request>,
    run: impl FnOnce(Vec<Request>) -> RunningTogether<'a>,
) -> RunningTogether<'a> {
    if is_watched() { watched_together(backend, requests, run) } else { run(requests) }
}

#[cold]
#[inline(never)]
fn watched_together<'a>(
    backend: &dyn Backend,
    mut requests: Vec<Request>,
    run: impl FnOnce(Vec<Request>) -> RunningTogether<'a>,
) -> RunningTogether<'a> {
    requests.iter().for_each(|request| sent::note(&request.statement.sql));
    let span = |request: &Request| span::statement(backend, &request.statement, &*request.exchange);
    let spans: Vec<_> = requests.iter().map(span).collect();
    if spans.iter().all(tracing::Span::is_disabled) {
        return run(requests);
    }
    requests = requests.into_iter().map(counted::in_request).collect();
    span::over_together(spans, run(requests))
}

/// Runs statements without parameters; `run` does.
#[inline]
pub(super) fn script<'a>(backend: &dyn Backend, sql: &str, run: Running<'a, ()>) -> Running<'a, ()> {
    if !is_watched() {
        return run;
    }
    sent::note(sql);
    span::over(span::script(backend, sql), run)
}

/// Takes a step of a transaction; `run` does.
#[inline]
pub(super) fn step<'a>(backend: &dyn Backend, step: Step, run: Running<'a, ()>) -> Running<'a, ()> {
    if is_watched() { span::over(span::step(backend, step.operation()), run) } else { run }
}

/// Whether anybody may be watching. Who it is, is asked only then.
#[inline]
fn is_watched() -> bool {
    (LEVEL <= STATIC_MAX_LEVEL && LEVEL <= LevelFilter::current()) || sent::is_noted()
}
