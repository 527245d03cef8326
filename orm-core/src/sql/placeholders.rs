use super::Dialect;

/// SQL that a program has written, with its parameters `$1`, `$2`, .. as the dialect writes them.
///
/// SQLite takes `$1` for a name, and numbers names in the order in which they turn up. Quoted text, quoted names and comments are
/// left as they are.
///
/// ```
/// use orm::sql::{Dialect, with_placeholders};
///
/// let sql = "SELECT '$1', $2 + $1 -- $3".to_owned();
/// assert_eq!(with_placeholders(Dialect::Sqlite, sql), "SELECT '$1', ?2 + ?1 -- $3");
/// ```
#[must_use]
pub fn with_placeholders(dialect: Dialect, sql: String) -> String {
    match dialect {
        Dialect::Postgres => sql,
        Dialect::Sqlite if !sql.contains('$') => sql,
        Dialect::Sqlite => numbered(&sql),
    }
}

fn numbered(sql: &str) -> String {
    let mut written = String::with_capacity(sql.len());
    let mut rest = sql;
    while !rest.is_empty() {
        let (token, after) = rest.split_at(token_length(rest));
        match token.strip_prefix('$') {
            Some(number) if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => {
                written.push('?');
                written.push_str(number);
            }
            _ => written.push_str(token),
        }
        rest = after;
    }
    written
}

/// How many bytes the first token has: quoted text, a comment, a word, or one character. At least one.
fn token_length(sql: &str) -> usize {
    let up_to = |end: &str, from: usize| sql[from..].find(end).map_or(sql.len(), |at| from + at + end.len());
    let word = |character: char| character.is_alphanumeric() || character == '_' || character == '$';
    match sql.chars().next() {
        // A doubled quote inside is the end of one quoted text and the start of the next, which comes to the same.
        Some(quote @ ('\'' | '"' | '`')) => up_to(quote.encode_utf8(&mut [0; 4]), 1),
        Some('[') => up_to("]", 1),
        Some('-') if sql.starts_with("--") => up_to("\n", 2),
        Some('/') if sql.starts_with("/*") => up_to("*/", 2),
        Some(first) if word(first) => sql.find(|character| !word(character)).unwrap_or(sql.len()),
        Some(first) => first.len_utf8(),
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sqlite(sql: &str) -> String {
        with_placeholders(Dialect::Sqlite, sql.to_owned())
    }

    #[test]
    fn parameters_are_numbered() {
        assert_eq!(sqlite("$1"), "?1");
        assert_eq!(sqlite("SELECT $2,$10+$1"), "SELECT ?2,?10+?1");
        assert_eq!(sqlite("é$1 = ($1)"), "é$1 = (?1)");
        assert_eq!(sqlite("$name + $ + $1a"), "$name + $ + $1a");
    }

    #[test]
    fn quoted_text_and_comments_stay() {
        for sql in ["'$1'", "'it''s $1'", "\"$1\"", "`$1`", "[$1]", "-- $1", "/* $1 */", "'$1", "/* $1", "'é$1"] {
            assert_eq!(sqlite(sql), sql);
        }
        assert_eq!(sqlite("'a'$1'b'"), "'a'?1'b'");
        assert_eq!(sqlite("-- $1\n$1 /* $2 */ $2"), "-- $1\n?1 /* $2 */ ?2");
    }

    #[test]
    fn postgres_takes_them_as_they_are() {
        assert_eq!(with_placeholders(Dialect::Postgres, "SELECT $1".to_owned()), "SELECT $1");
    }
}
