//! What a statement that the program has written does to the connection that it happens to get.

use super::placeholders::nested_comment;

/// What it touches besides data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Touched<'a> {
    /// Nothing that outlives it.
    Nothing,
    /// The connection's settings.
    Settings,
    /// The transaction that is open, or is not; by this word.
    Transaction(&'a str),
}

impl<'a> Touched<'a> {
    /// Of this text, by its first words.
    pub(crate) fn by(sql: &'a str) -> Self {
        let mut words = Words(sql);
        let (Some(first), second) = (words.next(), words.next()) else { return Self::Nothing };
        let is = |word: &str, known: &[&str]| known.iter().any(|known| word.eq_ignore_ascii_case(known));
        let second_is = |known: &[&str]| second.is_some_and(|word| is(word, known));
        if is(first, &["BEGIN", "START", "END", "ABORT", "SAVEPOINT", "RELEASE"])
            || is(first, &["COMMIT", "ROLLBACK"]) && !second_is(&["PREPARED"])
            || is(first, &["PREPARE"]) && second_is(&["TRANSACTION"])
        {
            return Self::Transaction(first);
        }
        let is_of_transaction = second_is(&["LOCAL", "TRANSACTION", "CONSTRAINTS"]);
        match is(first, &["SET", "RESET", "DISCARD"]) && !is_of_transaction {
            true => Self::Settings,
            false => Self::Nothing,
        }
    }
}

/// The words of a statement, without what is between them.
struct Words<'a>(&'a str);

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        loop {
            // An empty statement before another is none.
            let rest = self.0.trim_start_matches(|between: char| between.is_whitespace() || between == ';');
            self.0 = if let Some(comment) = rest.strip_prefix("--") {
                comment.split_once('\n').map_or("", |(_, rest)| rest)
            } else if rest.starts_with("/*") {
                &rest[nested_comment(rest)..]
            } else {
                let end = rest.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(rest.len());
                let (word, rest) = rest.split_at(end);
                self.0 = rest;
                return (!word.is_empty()).then_some(word);
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_words_tell() {
        for sql in [
            "; COMMIT",
            "/* a /* b */ c */ ROLLBACK",
            "BEGIN",
            " begin;",
            "-- now\nRollback",
            "/* a */ -- b\n COMMIT",
            "START TRANSACTION",
            "release x",
        ] {
            assert!(matches!(Touched::by(sql), Touched::Transaction(_)), "{sql}");
        }
        assert_eq!(Touched::by("PREPARE TRANSACTION 'a'"), Touched::Transaction("PREPARE"));
        for sql in ["SET statement_timeout = 1", "reset all", "DISCARD ALL", "SET SESSION a.b = 'c'"] {
            assert_eq!(Touched::by(sql), Touched::Settings, "{sql}");
        }
        for sql in [
            "SELECT 1",
            "",
            "  ",
            "--",
            "/*",
            "SET LOCAL a = 1",
            "SET CONSTRAINTS ALL DEFERRED",
            "COMMIT PREPARED 'a'",
            "PREPARE a AS SELECT 1",
            "UPDATE a SET b = 1",
            "beginning",
            "é",
        ] {
            assert_eq!(Touched::by(sql), Touched::Nothing, "{sql}");
        }
    }
}
