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
    each_number(Dialect::Sqlite, sql, |number, written| {
        written.push('?');
        written.push_str(number);
    })
}

/// The same, where so many other parameters come before its own.
pub(super) fn renumbered(dialect: Dialect, sql: &str, before: usize) -> String {
    each_number(dialect, sql, |number, written| {
        written.push(dialect.placeholder());
        // A number that is too large for any statement stays one.
        let moved = number.parse::<usize>().ok().and_then(|number| number.checked_add(before));
        written.push_str(&moved.map_or_else(|| number.to_owned(), |number| number.to_string()));
    })
}

/// A parameter in the text that is none of its own, of which there are so many: among those of a longer statement it would be one of
/// somebody else's.
pub(super) fn foreign_placeholder(dialect: Dialect, sql: &str, given: usize) -> Option<&str> {
    let is_own = |number: &str| number.parse::<usize>().is_ok_and(|number| (1..=given).contains(&number));
    // SQLite counts what is called otherwise among all that are there.
    let is_other = |token: &str| {
        dialect == Dialect::Sqlite && (token.starts_with(['?', ':', '@']) || token.starts_with('$') && token.len() > 1)
    };
    tokens(dialect, sql).find(|token| number_of(token).map_or_else(|| is_other(token), |number| !is_own(number)))
}

fn each_number(dialect: Dialect, sql: &str, mut write: impl FnMut(&str, &mut String)) -> String {
    let mut written = String::with_capacity(sql.len());
    for token in tokens(dialect, sql) {
        match number_of(token) {
            Some(number) => write(number, &mut written),
            None => written.push_str(token),
        }
    }
    written
}

/// The number in `$1`.
fn number_of(token: &str) -> Option<&str> {
    token.strip_prefix('$').filter(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn tokens(dialect: Dialect, sql: &str) -> impl Iterator<Item = &str> {
    let mut rest = sql;
    std::iter::from_fn(move || {
        let length = if dialect == Dialect::Postgres { postgres_token(rest) } else { None };
        let (token, after) = rest.split_at(length.unwrap_or_else(|| token_length(rest)));
        rest = after;
        (!token.is_empty()).then_some(token)
    })
}

/// How many bytes a token has that only PostgreSQL knows: text with escapes, text between dollars, comments in comments, and brackets,
/// which quote no names there.
fn postgres_token(sql: &str) -> Option<usize> {
    if sql.starts_with(['[', '`']) {
        return Some(1);
    }
    if sql.starts_with("/*") {
        return Some(nested_comment(sql));
    }
    if let Some(text) = sql.strip_prefix(['E', 'e']).and_then(|rest| rest.strip_prefix('\'')) {
        let mut escaped = false;
        let end = text.find(|character| {
            let ends = character == '\'' && !escaped;
            escaped = character == '\\' && !escaped;
            ends
        });
        return Some(end.map_or(sql.len(), |end| end + 3));
    }
    let tag = sql.strip_prefix('$').and_then(|rest| rest.split_once('$')).map(|(tag, _)| tag)?;
    let is_tag = !tag.starts_with(|first: char| first.is_ascii_digit())
        && tag.chars().all(|character| character.is_alphanumeric() || character == '_');
    if !is_tag {
        return None;
    }
    let quote = tag.len() + 2;
    Some(sql[quote..].find(&sql[..quote]).map_or(sql.len(), |end| quote + end + quote))
}

/// How many bytes the comment has with which the text begins, those in it among them.
pub(super) fn nested_comment(sql: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(next) = sql[at..].find(['/', '*']) {
        at += next;
        match sql.get(at..at + 2) {
            Some("/*") => (depth, at) = (depth + 1, at + 2),
            Some("*/") if depth == 1 => return at + 2,
            Some("*/") => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
    }
    sql.len()
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
    fn they_are_counted_on() {
        let later = |dialect, sql| renumbered(dialect, sql, 2);
        assert_eq!(later(Dialect::Sqlite, "$1 + $12, '$1', [$1]"), "?3 + ?14, '$1', [$1]");
        assert_eq!(later(Dialect::Postgres, "$1 + a[$2], '$1', $3"), "$3 + a[$4], '$1', $5");
        assert_eq!(later(Dialect::Postgres, r"E'it\'s $1' || $1 || e'\\' || $2"), r"E'it\'s $1' || $3 || e'\\' || $4");
        assert_eq!(later(Dialect::Postgres, "$$ $1 $$ || $t$ $1 $$ $t$ || $1"), "$$ $1 $$ || $t$ $1 $$ $t$ || $3");
        assert_eq!(later(Dialect::Postgres, "/* /* $1 */ $1 */ $1"), "/* /* $1 */ $1 */ $3");
        assert_eq!(later(Dialect::Postgres, "$1$2 $ a$1 \"$1\" -- $1"), "$1$2 $ a$1 \"$1\" -- $1");
        for sql in ["$$ $1", "$a", "E'$1", "/* $1", "$99999999999999999999999", "é$é$1", "$é$ $1 $é$"] {
            assert_eq!(later(Dialect::Postgres, sql), sql);
        }
    }

    #[test]
    fn postgres_takes_them_as_they_are() {
        assert_eq!(with_placeholders(Dialect::Postgres, "SELECT $1".to_owned()), "SELECT $1");
    }
}
