//! Spans, by the names that OpenTelemetry gives to what is known of a statement.

use std::borrow::Cow;
use std::fmt;

use tracing::field::{self, Empty};
use tracing::{Instrument as _, Span};

use super::{LEVEL, Running, RunningTogether, counted};
use crate::database::{Backend, ConstraintKind, Exchange, FailedAt, Failure, Outcome};
use crate::error::Error;
use crate::sql::{ARRAYS_OF, Statement};

/// What is known of a statement before it runs.
struct Known<'a> {
    operation: Operation<'a>,
    table: Option<&'a str>,
    text: Option<&'a str>,
    exchange: Option<&'a dyn Exchange>,
}

enum Operation<'a> {
    /// This one.
    Named(&'static str),
    /// The first word of a text.
    Of(&'a str),
}

/// The span of a statement.
#[cold]
pub(super) fn statement(backend: &dyn Backend, statement: &Statement, exchange: &dyn Exchange) -> Span {
    let (text, table) = (&*statement.sql, statement.effect.table().map(|table| table.name));
    open(backend, &Known { operation: Operation::Of(text), table, text: Some(text), exchange: Some(exchange) })
}

/// The span of statements without parameters.
#[cold]
pub(super) fn script(backend: &dyn Backend, sql: &str) -> Span {
    open(backend, &Known { operation: Operation::Of(sql), table: None, text: Some(sql), exchange: None })
}

/// The span of a step of a transaction.
#[cold]
pub(super) fn step(backend: &dyn Backend, operation: &'static str) -> Span {
    open(backend, &Known { operation: Operation::Named(operation), table: None, text: None, exchange: None })
}

/// Opens a span. Whatever the fields cost is spent only where somebody wants them.
fn open(backend: &dyn Backend, known: &Known<'_>) -> Span {
    tracing::span!(
        target: "orm",
        LEVEL,
        "query",
        otel.name = field::display(Name { operation: &known.operation.name(), table: known.table }),
        otel.kind = "client",
        otel.status_code = Empty,
        db.system.name = backend.dialect().name(),
        db.namespace = backend.server().database,
        db.collection.name = known.table,
        db.operation.name = &*known.operation.name(),
        db.operation.batch.size = known.batch_size(),
        db.query.text = known.text,
        db.response.returned_rows = Empty,
        db.response.status_code = Empty,
        error.type = Empty,
        server.address = backend.server().address,
        server.port = backend.server().port,
    )
}

impl Known<'_> {
    /// How often the statement runs. A batch of one is none.
    fn batch_size(&self) -> Option<u64> {
        let sets = self.exchange?.sets();
        if sets > 1 { u64::try_from(sets).ok() } else { None }
    }
}

impl Operation<'_> {
    fn name(&self) -> Cow<'_, str> {
        let sql = match self {
            Self::Named(name) => return Cow::Borrowed(name),
            Self::Of(sql) => sql.strip_prefix(ARRAYS_OF).unwrap_or(sql).trim_start(),
        };
        let word = &sql[..sql.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(sql.len())];
        if word.bytes().any(|byte| byte.is_ascii_lowercase()) { word.to_ascii_uppercase().into() } else { word.into() }
    }
}

/// The name of a span: what is done, and where.
struct Name<'a> {
    operation: &'a str,
    table: Option<&'a str>,
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.operation)?;
        self.table.map_or(Ok(()), |table| write!(f, " {table}"))
    }
}

/// A step inside its span.
#[cold]
pub(super) fn over<'a>(span: Span, run: Running<'a, ()>) -> Running<'a, ()> {
    if span.is_disabled() {
        return run;
    }
    Box::pin(async move {
        let done = run.instrument(span.clone()).await;
        if let Err(failure) = &done {
            failed(&span, failure);
        }
        done
    })
}

/// A statement with a counted exchange inside its span.
#[cold]
pub(super) fn over_statement<'a>(span: Span, run: Running<'a, Outcome>) -> Running<'a, Outcome> {
    Box::pin(async move {
        let mut outcome = run.instrument(span.clone()).await;
        match &mut outcome {
            Ok(outcome) => {
                span.record("db.response.returned_rows", counted::unwrap(outcome));
            }
            Err(failure) => failed(&span, failure),
        }
        outcome
    })
}

/// Statements with counted exchanges, each with a span of its own.
#[cold]
pub(super) fn over_together(spans: Vec<Span>, run: RunningTogether<'_>) -> RunningTogether<'_> {
    Box::pin(async move {
        let mut outcomes = run.await;
        match &mut outcomes {
            Ok(outcomes) => {
                for (span, outcome) in spans.iter().zip(outcomes) {
                    span.record("db.response.returned_rows", counted::unwrap(outcome));
                }
            }
            Err(FailedAt { index, failure }) => {
                if let Some(span) = spans.get(*index) {
                    failed(span, failure);
                }
            }
        }
        outcomes
    })
}

fn failed(span: &Span, failure: &Failure) {
    let (name, code) = match failure {
        Failure::Constraint(constraint) => {
            let name = match constraint.kind {
                ConstraintKind::Unique => "UniqueViolation",
                ConstraintKind::ForeignKey => "ForeignKeyViolation",
                ConstraintKind::NotNull => "NotNullViolation",
                ConstraintKind::Check => "CheckViolation",
                ConstraintKind::Exclusion => "ExclusionViolation",
            };
            (name, Some(constraint.code.as_str()))
        }
        Failure::Read { .. } => ("Read", None),
        Failure::Columns { .. } => ("MissingColumn", None),
        Failure::ColumnType { .. } => ("ColumnType", None),
        Failure::Parameter { .. } => ("InvalidValue", None),
        Failure::Error(error @ Error::Database { code, .. }) => (error.name(), Some(code.as_str())),
        Failure::Error(error) => (error.name(), None),
    };
    span.record("otel.status_code", "ERROR");
    span.record("error.type", name);
    span.record("db.response.status_code", code);
}
