/// An INSERT of one row that gives back one column and nothing else: the key that the database makes for it.
///
/// A database may have a cheaper way to tell that key than RETURNING. Whether it is the right one depends on how the
/// table was made, which only a backend can find out; where it is not sure, it runs [`sql`](Self::sql).
///
/// ```
/// use orm::sql::{KeyedInsert, SqlText};
///
/// let insert = KeyedInsert {
///     sql: r#"INSERT INTO "users" ("name") VALUES (?1) RETURNING "id""#.to_owned(),
///     without_returning: r#"INSERT INTO "users" ("name") VALUES (?1)"#.to_owned(),
///     table: "users",
///     key: "id",
/// };
/// assert!(SqlText::KeyedInsert(insert.into()).ends_with(r#"RETURNING "id""#));
/// ```
#[derive(Debug)]
pub struct KeyedInsert {
    /// The text, which gives back the key.
    pub sql: String,
    /// The same without RETURNING.
    pub without_returning: String,
    /// The table's name.
    pub table: &'static str,
    /// The key's column.
    pub key: &'static str,
}
