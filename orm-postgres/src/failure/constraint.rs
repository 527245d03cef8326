use orm_core::database::{ConstraintFailure, ConstraintKind};
use tokio_postgres::error::{DbError, SqlState};

/// Since PostgreSQL 18, a row that others point at under ON DELETE RESTRICT; a foreign key violation before.
const RESTRICT_VIOLATION: &str = "23001";

/// The constraint that refused a statement, if one did.
pub(super) fn failure(db: &DbError) -> Option<ConstraintFailure> {
    let kind = match *db.code() {
        SqlState::UNIQUE_VIOLATION => ConstraintKind::Unique,
        SqlState::FOREIGN_KEY_VIOLATION => ConstraintKind::ForeignKey,
        SqlState::NOT_NULL_VIOLATION => ConstraintKind::NotNull,
        SqlState::CHECK_VIOLATION => ConstraintKind::Check,
        SqlState::EXCLUSION_VIOLATION => ConstraintKind::Exclusion,
        ref code if code.code() == RESTRICT_VIOLATION => ConstraintKind::ForeignKey,
        _ => return None,
    };
    let columns = match (db.column(), kind) {
        (Some(column), _) => vec![column.to_owned()],
        (None, ConstraintKind::Unique | ConstraintKind::Exclusion) => db.detail().map(key_columns).unwrap_or_default(),
        // Where a row cannot go because others point at it, the detail names the column that they point at,
        // which is none of the table's that the constraint belongs to.
        (None, ConstraintKind::ForeignKey) if db.message().starts_with("insert or update on table") => {
            db.detail().map(key_columns).unwrap_or_default()
        }
        _ => Vec::new(),
    };
    Some(ConstraintFailure {
        kind,
        code: db.code().code().to_owned(),
        table: db.table().map(str::to_owned),
        columns,
        constraint: db.constraint().map(str::to_owned),
    })
}

/// The columns of a detail such as `Key (a, b)=(1, 2) already exists.`; none where it is about an expression.
fn key_columns(detail: &str) -> Vec<String> {
    let list = detail.split_once('(').and_then(|(_, rest)| rest.split_once(")=(")).map_or("", |(list, _)| list);
    let mut columns = Vec::new();
    let mut rest = list;
    while !rest.is_empty() {
        let Some((name, after)) = column(rest) else { return Vec::new() };
        columns.push(name);
        rest = match after.strip_prefix(", ") {
            Some(next) => next,
            None if after.is_empty() => after,
            None => return Vec::new(),
        };
    }
    columns
}

/// The column's name at the start of a list, and what follows it.
fn column(list: &str) -> Option<(String, &str)> {
    let Some(quoted) = list.strip_prefix('"') else {
        let (name, after) = list.split_at(list.find(", ").unwrap_or(list.len()));
        return (!name.contains(['(', ')', ':', ' '])).then(|| (name.to_owned(), after));
    };
    let mut end = 0;
    loop {
        end += quoted[end..].find('"')?;
        match quoted[end + 1..].starts_with('"') {
            true => end += 2,
            false => return Some((quoted[..end].replace("\"\"", "\""), &quoted[end + 1..])),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::key_columns;

    #[test]
    fn finds_the_columns_of_a_key() {
        assert_eq!(key_columns("Key (username)=(ann) already exists."), ["username"]);
        assert_eq!(key_columns("Key (a, b)=(1, (2)=(3)) already exists."), ["a", "b"]);
        assert_eq!(key_columns("Schlüssel »(a, b)=(1, 2)« existiert bereits."), ["a", "b"]);
        assert_eq!(key_columns("Key (\"Order\", \"a\"\", b\", c)=(1, 2, 3) exists."), ["Order", "a\", b", "c"]);
    }

    #[test]
    fn an_expression_is_no_column() {
        assert!(key_columns("Key (lower(name))=(ann) already exists.").is_empty());
        assert!(key_columns("Key (a, lower(b), c)=(1, x, 2) already exists.").is_empty());
        assert!(key_columns("Key ((a + 1))=(1) already exists.").is_empty());
        assert!(key_columns("no key at all").is_empty());
    }
}
