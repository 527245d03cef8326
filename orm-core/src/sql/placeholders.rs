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
    if sql.starts_with("--") {
        return Some(sql.find(LINE_ENDS).unwrap_or(sql.len()));
    }
    if let Some(text) = sql.strip_prefix(['E', 'e']).and_then(|rest| rest.strip_prefix('\'')) {
        return Some(sql.len() - after_escapes(text).len());
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

/// What follows text with escapes, which is given from behind its first quote. A doubled quote belongs to it, and so does further text
/// that a line's end parts from it.
fn after_escapes(mut text: &str) -> &str {
    loop {
        let Some(at) = text.find(['\\', '\'']) else { return "" };
        let (found, after) = text[at..].split_at(1);
        let mut characters = after.chars();
        let goes_on = match found {
            // Whatever is escaped.
            "\\" => characters.next().map(|_| characters.as_str()),
            _ => after.strip_prefix('\'').or_else(|| continued(after)),
        };
        match goes_on {
            Some(rest) => text = rest,
            None if found == "'" => return after,
            None => return "",
        }
    }
}

/// What stands behind the next quote, where only blanks, comments to the end of a line and at least one such end come before it.
fn continued(mut sql: &str) -> Option<&str> {
    let mut lines = false;
    loop {
        let blank = sql.trim_start_matches([' ', '\t', '\u{b}', '\u{c}', '\n', '\r']);
        lines |= sql[..sql.len() - blank.len()].contains(LINE_ENDS);
        sql = match blank.strip_prefix("--") {
            Some(comment) => &comment[comment.find(LINE_ENDS)?..],
            None => return blank.strip_prefix('\'').filter(|_| lines),
        };
    }
}

/// What ends a comment of PostgreSQL's that begins with `--`.
const LINE_ENDS: [char; 2] = ['\n', '\r'];

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
        for text in [
            r"E'a\'b $1'",
            r"E'a''b\' $1'",
            r"E'\\\' $1'",
            "E'a'\n'b\\' $1'",
            "E'a' -- it's $1\r\n \t'b\\' $1'",
            r"e'\",
            r"E'a\'",
            "E'é\\é\\' $1'",
            "U&'d\\' ",
            "$é$ $1 ' $$ $é$",
            "$_1$ $1 $_$ $_1$",
            "/* ' /* */ $1 -- */",
            "-- ' $1\r",
            "-- ' $1\n",
            r"'a\'",
            "'it''s $1'",
            "\"it\"\"s $1\"",
        ] {
            let sql = format!("{text} || $1");
            let moved = renumbered(Dialect::Postgres, &sql, 2);
            let open = [r"e'\", r"E'a\'"].contains(&text);
            assert_eq!(moved, format!("{text} || {}", if open { "$1" } else { "$3" }));
        }
        // Not text with escapes: what stands before the quote is a name, and what is parted by blanks alone is no part of it.
        assert_eq!(later(Dialect::Postgres, r"nameE'\' || $1"), r"nameE'\' || $3");
        assert_eq!(later(Dialect::Postgres, r"E'a' 'b\' || $1"), r"E'a' 'b\' || $3");
        for sql in ["$$ $1", "$a", "E'$1", "/* $1", "$99999999999999999999999", "é$é$1", "$é$ $1 $é$"] {
            assert_eq!(later(Dialect::Postgres, sql), sql);
        }
    }

    #[test]
    fn postgres_takes_them_as_they_are() {
        assert_eq!(with_placeholders(Dialect::Postgres, "SELECT $1".to_owned()), "SELECT $1");
    }
}
