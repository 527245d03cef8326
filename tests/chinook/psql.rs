//! A question asked in all three databases, and answered by `psql` in the script's own: the rows as text, a line each,
//! columns separated by `|`, NULL as nothing.

use std::fmt::Display;

use crate::databases::{Chinook, script};

/// Asks in all databases, and compares with what `psql` answers to SQL that was written by hand.
pub(crate) async fn psql_agrees(sql: &str, ask: impl AsyncFn() -> orm::Result<Vec<String>>) {
    let answer = test_server::postgres().psql(script().await, sql);
    assert!(!answer.is_empty(), "a question without an answer proves nothing");
    for chinook in Chinook::ALL {
        let rows = chinook.scope(ask()).await.unwrap();
        for (number, (row, answer)) in rows.iter().zip(answer.lines()).enumerate() {
            assert_eq!(row, answer, "row {number} in {chinook:?}");
        }
        assert_eq!(rows.len(), answer.lines().count(), "rows in {chinook:?}");
    }
}

/// A cell.
pub(crate) fn text(value: Option<impl Display>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
