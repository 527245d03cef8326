//! Everything that goes to a database passes here, for those who watch it.
//!
//! Where nobody does, a step costs a look at how much is watched, and its future is handed on as it is: nothing is
//! allocated, and no future grows.

mod counted;
mod span;

use tracing::Level;
use tracing::level_filters::{LevelFilter, STATIC_MAX_LEVEL};

use super::{Backend, BoxFuture, Exchange, Failure, Outcome};
use crate::sql::Statement;

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
    run: impl FnOnce(Statement, Box<dyn Exchange>) -> BoxFuture<'a, Result<Outcome, Failure>>,
) -> BoxFuture<'a, Result<Outcome, Failure>> {
    if !is_watched() {
        return run(statement, exchange);
    }
    let span = span::statement(backend, &statement, &*exchange);
    if span.is_disabled() {
        return run(statement, exchange);
    }
    span::over_statement(span, run(statement, counted::wrap(exchange)))
}

/// Runs statements without parameters; `run` does.
#[inline]
pub(super) fn script<'a>(
    backend: &dyn Backend,
    sql: &str,
    run: BoxFuture<'a, Result<(), Failure>>,
) -> BoxFuture<'a, Result<(), Failure>> {
    if is_watched() { span::over(span::script(backend, sql), run) } else { run }
}

/// Takes a step of a transaction; `run` does.
#[inline]
pub(super) fn step<'a>(
    backend: &dyn Backend,
    step: Step,
    run: BoxFuture<'a, Result<(), Failure>>,
) -> BoxFuture<'a, Result<(), Failure>> {
    if is_watched() { span::over(span::step(backend, step.operation()), run) } else { run }
}

/// Whether anybody may be watching. Who it is, is asked only then.
#[inline]
fn is_watched() -> bool {
    LEVEL <= STATIC_MAX_LEVEL && LEVEL <= LevelFilter::current()
}
