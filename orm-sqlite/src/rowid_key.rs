use orm_core::sql::KeyedInsert;
use rusqlite::Connection;

/// Asks whether a table is an ordinary one in the main database whose key is another name for the rowid, and whether
/// nothing else happens when a row is inserted.
///
/// There is no index for a key that is another name for the rowid, and one for every other: also for `INT PRIMARY KEY`
/// and for `INTEGER PRIMARY KEY DESC`. Of what the name means, an object in `temp` comes before the table.
const QUESTION: &str = "
    SELECT EXISTS (SELECT 1 FROM pragma_table_list(?1) WHERE schema = 'main' AND type = 'table' AND NOT wr)
        AND NOT EXISTS (SELECT 1 FROM pragma_index_list(?1, 'main') WHERE origin = 'pk')
        AND (SELECT group_concat(name) = ?2 COLLATE NOCASE AND group_concat(type) = 'INTEGER' COLLATE NOCASE
            FROM pragma_table_xinfo(?1, 'main') WHERE pk > 0)
        AND NOT EXISTS (SELECT 1 FROM main.sqlite_schema WHERE type = 'trigger' AND tbl_name = ?1 COLLATE NOCASE)
        AND NOT EXISTS (SELECT 1 FROM temp.sqlite_schema WHERE ?1 COLLATE NOCASE IN (name, tbl_name))";

/// Whether the key that a row gets by this insert is the connection's last inserted rowid afterwards.
pub(crate) fn is_last_rowid(connection: &Connection, insert: &KeyedInsert) -> bool {
    // Where it cannot be asked, such as with an older SQLite, it is not known.
    connection.query_row(QUESTION, [insert.table, insert.key], |row| row.get(0)).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_known(setup: &str) -> rusqlite::Result<bool> {
        let connection = Connection::open_in_memory()?;
        connection.execute_batch(setup)?;
        let (sql, without_returning) = (String::new(), String::new());
        Ok(is_last_rowid(&connection, &KeyedInsert { sql, without_returning, table: "t", key: "id" }))
    }

    #[test]
    fn another_name_for_the_rowid() -> rusqlite::Result<()> {
        for setup in [
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a)",
            "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a UNIQUE)",
            "CREATE TABLE t (a, id integer, PRIMARY KEY (id DESC)) STRICT".replace("a,", "a ANY,").as_str(),
            "CREATE TABLE \"T\" (a TEXT, \"Id\" INTEGER PRIMARY KEY NOT NULL) STRICT",
            "CREATE TABLE t (id INTEGER PRIMARY KEY); CREATE TABLE u (id INTEGER PRIMARY KEY);
             CREATE TRIGGER r AFTER INSERT ON u BEGIN INSERT INTO t VALUES (1); END",
        ] {
            assert!(is_known(setup)?, "{setup}");
        }
        Ok(())
    }

    #[test]
    fn anything_else() -> rusqlite::Result<()> {
        let plain = "CREATE TABLE t (id INTEGER PRIMARY KEY, a); CREATE TABLE u (id INTEGER PRIMARY KEY);";
        for setup in [
            "",
            "CREATE TABLE t (a)",
            "CREATE TABLE t (id INTEGER, a)",
            "CREATE TABLE t (id INT PRIMARY KEY, a)",
            "CREATE TABLE t (id INTEGER PRIMARY KEY DESC, a)",
            "CREATE TABLE t (id BIGINT PRIMARY KEY, a)",
            "CREATE TABLE t (id INTEGER, a, PRIMARY KEY (id, a))",
            "CREATE TABLE t (id INTEGER UNIQUE, a INTEGER PRIMARY KEY)",
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a) WITHOUT ROWID",
            "CREATE TABLE u (id INTEGER PRIMARY KEY); CREATE VIEW t AS SELECT * FROM u",
            "CREATE VIRTUAL TABLE t USING fts5(id)",
            "CREATE TEMP TABLE t (id INTEGER PRIMARY KEY)",
            "ATTACH ':memory:' AS other; CREATE TABLE other.t (id INTEGER PRIMARY KEY)",
            &format!("{plain} CREATE TEMP TABLE T (id INT PRIMARY KEY)"),
            &format!("{plain} CREATE TEMP VIEW t AS SELECT * FROM u"),
            &format!("{plain} CREATE TRIGGER r AFTER INSERT ON T BEGIN INSERT INTO u VALUES (7); END"),
            &format!("{plain} CREATE TRIGGER r BEFORE INSERT ON t BEGIN SELECT raise(IGNORE); END"),
            &format!("{plain} CREATE TEMP TRIGGER r AFTER INSERT ON main.t BEGIN INSERT INTO u VALUES (7); END"),
        ] {
            assert!(!is_known(setup)?, "{setup}");
        }
        Ok(())
    }
}
