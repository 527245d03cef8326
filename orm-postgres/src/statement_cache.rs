use std::sync::Arc;

use hashlink::LruCache;
use orm_core::Error;
use orm_core::database::Failure;
use orm_core::sql::{Columns, Statement};
use orm_core::value::{SqlType, Value};
use postgres_types::Type;
use tokio_postgres::Client;

use crate::execute::Problem;
use crate::types::{ParameterType, reads};

/// The statements that are prepared on one connection, by their text. The one unused for longest goes first.
///
/// A hit costs one hash of the text, by foldhash, which reads many bytes at a time; the texts come from the
/// program, so that nobody can choose them to collide. It compares parameter types and columns, and allocates nothing.
pub(crate) struct StatementCache {
    statements: LruCache<Box<str>, Prepared>,
}

/// A statement as the server knows it.
pub(crate) struct Prepared {
    statement: tokio_postgres::Statement,
    parameters: Box<[ParameterType]>,
    /// The columns that the statement's own were last checked against.
    checked: Columns,
}

impl StatementCache {
    pub(crate) fn new(capacity: usize) -> Self {
        Self { statements: LruCache::new(capacity) }
    }

    /// The statement, if it was prepared with parameters of these types.
    pub(crate) fn get(
        &mut self,
        statement: &Statement,
        parameters: &[Value<'_>],
    ) -> Result<Option<tokio_postgres::Statement>, Failure> {
        let Some(prepared) = self.statements.get_mut(statement.sql.as_str()) else { return Ok(None) };
        if !prepared.parameters.iter().copied().eq(parameters.iter().map(ParameterType::of)) {
            return Ok(None);
        }
        if !same(&prepared.checked, &statement.columns) {
            check(&prepared.statement, &statement.columns)?;
            prepared.checked = statement.columns.clone();
        }
        Ok(Some(prepared.statement.clone()))
    }

    /// The statement, prepared on this connection if that is still to be done.
    pub(crate) async fn get_or_prepare(
        &mut self,
        client: &Client,
        statement: &Statement,
        parameters: &[Value<'_>],
    ) -> Result<tokio_postgres::Statement, Problem> {
        if let Some(prepared) = self.get(statement, parameters)? {
            return Ok(prepared);
        }
        // On the heap, because it is rare, and every statement would carry it along.
        let prepared = Box::pin(prepare(client, statement, parameters)).await?;
        Ok(self.insert(statement, prepared))
    }

    /// Whether a statement with this text was prepared, whatever its parameters.
    pub(crate) fn has(&self, sql: &str) -> bool {
        self.statements.contains_key(sql)
    }

    /// Keeps a statement that was prepared for this text.
    pub(crate) fn insert(&mut self, statement: &Statement, prepared: Prepared) -> tokio_postgres::Statement {
        let kept = prepared.statement.clone();
        self.statements.insert(statement.sql.as_str().into(), prepared);
        kept
    }

    /// Forgets a statement.
    pub(crate) fn remove(&mut self, sql: &str) {
        self.statements.remove(sql);
    }
}

/// Prepares a statement with parameters of these types, and checks its columns.
pub(crate) async fn prepare(
    client: &Client,
    statement: &Statement,
    parameters: &[Value<'_>],
) -> Result<Prepared, Problem> {
    let types: Box<[ParameterType]> = parameters.iter().map(ParameterType::of).collect();
    let postgres: Vec<Type> = types.iter().map(|ty| ty.postgres()).collect();
    let prepared = client.prepare_typed(&statement.sql, &postgres).await?;
    if prepared.params().len() != parameters.len() {
        return Err(parameter_count(prepared.params().len(), parameters.len()).into());
    }
    check(&prepared, &statement.columns)?;
    Ok(Prepared { statement: prepared, parameters: types, checked: statement.columns.clone() })
}

/// Whether two lists of columns ask for the same types. Mostly they are the same list.
fn same(checked: &Columns, wanted: &Columns) -> bool {
    match (checked, wanted) {
        (Columns::Table(a), Columns::Table(b)) | (Columns::Named(a), Columns::Named(b)) => std::ptr::eq(*a, *b),
        // What is found by name is found among other columns.
        (Columns::Named(_), _) | (_, Columns::Named(_)) => false,
        (Columns::Some(a, x), Columns::Some(b, y)) if std::ptr::eq(*a, *b) && Arc::ptr_eq(x, y) => true,
        (Columns::List(a), Columns::List(b)) if Arc::ptr_eq(a, b) => true,
        _ => types(checked).eq(types(wanted)),
    }
}

fn types(columns: &Columns) -> impl Iterator<Item = SqlType> {
    columns.iter().map(|column| column.ty)
}

/// Where the columns that the program reads stand among those that the statement gives.
pub(crate) fn places(
    statement: &tokio_postgres::Statement,
    columns: &Columns,
) -> Result<Option<Box<[usize]>>, Failure> {
    let found = statement.columns();
    columns.places(found.len(), |index| found[index].name()).map_err(|message| Failure::Columns { message })
}

/// Compares what a statement gives with what the program reads.
fn check(statement: &tokio_postgres::Statement, columns: &Columns) -> Result<(), Failure> {
    let found = statement.columns();
    let places = places(statement, columns)?;
    for (index, column) in columns.iter().enumerate() {
        let place = places.as_ref().map_or(index, |places| places[index]);
        let Some(found) = found.get(place) else { break };
        if !reads(column.ty, found.type_()) {
            let found = found.type_().name().to_owned();
            return Err(Failure::ColumnType { column: index, expected: column.ty, found });
        }
    }
    Ok(())
}

fn parameter_count(wanted: usize, given: usize) -> Failure {
    // The code with which the server would refuse it.
    let message = format!("the statement has {wanted} parameters, and {given} were given");
    Error::Database { code: "08P01".to_owned(), message, source: None }.into()
}
