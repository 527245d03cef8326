//! What SQLite leaves out when it names a constraint, looked up where the database still knows.

use std::ptr;

use orm_core::database::{ConstraintFailure, ConstraintKind, Failure};
use orm_core::schema::{RelationDef, Table};
use orm_core::sql::Effect;
use orm_core::value::Value;
use rusqlite::{Connection, params};

use crate::bind;

/// The same failure of a statement, with the name of the index that has refused it, where a program has named it.
pub(crate) fn of_statement(connection: &Connection, mut failure: Failure) -> Failure {
    if let Failure::Constraint(ConstraintFailure {
        kind: ConstraintKind::Unique,
        table: Some(table),
        columns,
        constraint: constraint @ None,
        ..
    }) = &mut failure
    {
        // What cannot be found out stays unknown.
        *constraint = unique_index(connection, table, columns).unwrap_or_default();
    }
    failure
}

/// The same failure of a commit, with the foreign key that points nowhere, where it is only one. The transaction must be open
/// still.
pub(crate) fn of_commit(connection: &Connection, mut failure: Failure) -> Failure {
    if let Failure::Constraint(violated) = &mut failure
        && violated.kind == ConstraintKind::ForeignKey
        && let Ok(Some((table, columns))) = broken_key(connection)
    {
        violated.table = Some(table);
        violated.columns = columns;
    }
    failure
}

/// The same failure of a statement that was given these parameters, with the foreign key among the columns that it writes of which there
/// is no row to point at. The rows that the transaction has written before must be there still.
pub(crate) fn of_parameters(
    connection: &Connection,
    mut failure: Failure,
    effect: &Effect,
    parameters: &[Value<'_>],
) -> Failure {
    if let (Failure::Constraint(violated), Effect::Writes(table, columns)) = (&mut failure, effect)
        && (violated.kind, &violated.table) == (ConstraintKind::ForeignKey, &None)
        && let Some(relation) = dangling(connection, table, columns, parameters)
    {
        violated.table = Some(table.name.to_owned());
        violated.columns = table.parts(relation.column).map(|part| part.name.into_owned()).collect();
    }
    failure
}

/// The first of the foreign keys that are written whose row is not there.
fn dangling(
    connection: &Connection,
    table: &'static Table,
    columns: &[usize],
    parameters: &[Value<'_>],
) -> Option<&'static RelationDef> {
    let mut at = 0;
    let given = columns.iter().map_while(|&column| {
        let key = parameters.get(at..at + table.at(column).ty.width())?;
        at += key.len();
        Some((column, key))
    });
    let given: Vec<_> = given.collect();
    // The row that is written is not there any more, and is what it may point at itself.
    let is_itself = |relation: &RelationDef, key| {
        ptr::eq((relation.target)(), table) && given.contains(&(relation.target_column(), key))
    };
    given.iter().find_map(|&(column, key)| {
        let mut relations = table.relations.iter().filter(|relation| relation.column == column);
        // What cannot be found out stays unknown.
        relations
            .find(|relation| !is_itself(relation, key) && matches!(points_nowhere(connection, relation, key), Ok(true)))
    })
}

fn points_nowhere(connection: &Connection, relation: &RelationDef, key: &[Value<'_>]) -> Result<bool, Failure> {
    if key.iter().any(|part| matches!(part, Value::Null(_))) {
        return Ok(false);
    }
    let target = (relation.target)();
    let is_same = |(number, name): (usize, String)| format!("{} = ?{}", quoted(&name), number + 1);
    let names = target.parts(relation.target_column()).map(|part| part.name.into_owned());
    let conditions: Vec<_> = names.enumerate().map(is_same).collect();
    let sql = format!("SELECT NOT EXISTS (SELECT 1 FROM {} WHERE {})", quoted(target.name), conditions.join(" AND "));
    let mut statement = connection.prepare(&sql).map_err(crate::failure::statement)?;
    bind::parameters(&mut statement, key)?;
    let mut rows = statement.raw_query();
    let row = rows.next().map_err(crate::failure::statement)?;
    row.map_or(Ok(false), |row| row.get(0).map_err(crate::failure::statement))
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The only unique index of these columns that has a name of its own.
fn unique_index(connection: &Connection, table: &str, columns: &[String]) -> rusqlite::Result<Option<String>> {
    let mut indexes =
        connection.prepare("SELECT name FROM pragma_index_list(?1) WHERE \"unique\" AND origin = 'c' ORDER BY name")?;
    let names = indexes.query_map([table], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    let mut of_index = connection.prepare("SELECT name FROM pragma_index_info(?1) ORDER BY seqno")?;
    let mut found = None;
    for name in names {
        let indexed = of_index.query_map([&name], |row| row.get(0))?.collect::<Result<Vec<Option<String>>, _>>()?;
        if indexed.iter().map(Option::as_deref).eq(columns.iter().map(|column| Some(column.as_str()))) {
            if found.is_some() {
                return Ok(None);
            }
            found = Some(name);
        }
    }
    Ok(found)
}

/// The table and the columns of the foreign key that rows break, where it is only one.
fn broken_key(connection: &Connection) -> rusqlite::Result<Option<(String, Vec<String>)>> {
    let mut broken = connection.prepare("SELECT DISTINCT \"table\", fkid FROM pragma_foreign_key_check LIMIT 2")?;
    let found = broken.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let [(table, key)] = &*found.collect::<Result<Vec<(String, i64)>, _>>()? else { return Ok(None) };
    let mut list = connection.prepare("SELECT \"from\" FROM pragma_foreign_key_list(?1) WHERE id = ?2 ORDER BY seq")?;
    let columns = list.query_map(params![table, key], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(Some((table.clone(), columns)))
}
