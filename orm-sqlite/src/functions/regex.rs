use regex::{Regex, RegexBuilder};
use rusqlite::functions::Context;
use rusqlite::{Connection, Result};

use super::{PURE, pattern, text_of};

/// Defines `regexp(pattern, text)`, which `text REGEXP pattern` calls, and `iregexp`, which has no regard to case.
pub(super) fn define(connection: &Connection) -> Result<()> {
    connection.create_scalar_function("regexp", 2, PURE, |context| matches(context, false))?;
    connection.create_scalar_function("iregexp", 2, PURE, |context| matches(context, true))
}

fn matches(context: &Context<'_>, ignore_case: bool) -> Result<Option<bool>> {
    if text_of(context, 0)?.is_none() {
        return Ok(None);
    }
    let Some(text) = text_of(context, 1)? else { return Ok(None) };
    let regex: std::sync::Arc<Regex> = context.get_or_create_aux(0, |value| {
        pattern(value).and_then(|text| Ok(RegexBuilder::new(text).case_insensitive(ignore_case).build()?))
    })?;
    Ok(Some(regex.is_match(&text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(connection: &Connection, sql: &str) -> Result<Option<bool>> {
        connection.query_row(sql, [], |row| row.get(0))
    }

    #[test]
    fn both_functions() -> Result<()> {
        let connection = Connection::open_in_memory()?;
        define(&connection)?;
        assert_eq!(ask(&connection, "SELECT 'annabel' REGEXP '^ann'")?, Some(true));
        assert_eq!(ask(&connection, "SELECT 'Annabel' REGEXP '^ann'")?, Some(false));
        assert_eq!(ask(&connection, "SELECT iregexp('^ÉC', 'école')")?, Some(true));
        assert_eq!(ask(&connection, "SELECT regexp(NULL, 'a')")?, None);
        assert_eq!(ask(&connection, "SELECT regexp('a', NULL)")?, None);
        assert!(ask(&connection, "SELECT regexp('(', 'a')").is_err());
        Ok(())
    }

    #[test]
    fn a_kept_pattern_is_not_kept_for_the_next_run() -> Result<()> {
        let connection = Connection::open_in_memory()?;
        define(&connection)?;
        let mut statement = connection.prepare("SELECT regexp(?1, 'abc')")?;
        for (pattern, expected) in [("b", true), ("x", false), ("^a", true)] {
            assert_eq!(statement.query_row([pattern], |row| row.get::<_, bool>(0))?, expected, "{pattern}");
        }
        Ok(())
    }
}
