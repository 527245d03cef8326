//! Functions of text, as PostgreSQL has them: characters are those of Unicode.

use rusqlite::functions::Context;
use rusqlite::{Connection, Result};

use super::{failed, pure, some_text};

/// What PostgreSQL allows a text to be, and SQLite a little less than.
const LONGEST: usize = 1_000_000_000;

pub(super) fn define(connection: &Connection) -> Result<()> {
    pure(connection, "lower_unicode", 1, |context| Ok(some_text(context, 0)?.to_lowercase()))?;
    pure(connection, "upper_unicode", 1, |context| Ok(some_text(context, 0)?.to_uppercase()))?;
    pure(connection, "char_length", 1, |context| length(&some_text(context, 0)?))?;
    pure(connection, "reverse", 1, |context| Ok(some_text(context, 0)?.chars().rev().collect::<String>()))?;
    pure(connection, "ascii", 1, |context| {
        Ok(some_text(context, 0)?.chars().next().map_or(0, |first| i64::from(u32::from(first))))
    })?;
    pure(connection, "left_of", 2, |context| {
        let text = some_text(context, 0)?;
        let end = counted(&text, context.get(1)?)?;
        Ok(text.chars().take(end).collect::<String>())
    })?;
    pure(connection, "right_of", 2, |context| {
        let text = some_text(context, 0)?;
        let count = counted(&text, context.get(1)?)?;
        Ok(text.chars().skip(text.chars().count() - count).collect::<String>())
    })?;
    pure(connection, "repeat", 2, |context| {
        let text = some_text(context, 0)?;
        let times = usize::try_from(context.get::<i64>(1)?).unwrap_or(0);
        let fits = text.len().checked_mul(times).is_some_and(|length| length <= LONGEST);
        if fits { Ok(text.repeat(times)) } else { Err(failed("requested length too large")) }
    })?;
    pure(connection, "substring_of", 3, substring)?;
    pure(connection, "lpad", 3, |context| {
        let (text, padding) = padded(context)?;
        Ok(padding + &text)
    })?;
    pure(connection, "rpad", 3, |context| {
        let (text, padding) = padded(context)?;
        Ok(text + &padding)
    })
}

fn length(text: &str) -> Result<i64> {
    i64::try_from(text.chars().count()).map_err(|_| failed("a text is too long"))
}

/// So many characters, or all but so many where the number is negative: at most as many as there are.
fn counted(text: &str, number: i64) -> Result<usize> {
    let all = length(text)?;
    let count = if number < 0 { all.saturating_add(number).max(0) } else { number.min(all) };
    usize::try_from(count).map_err(|_| failed("a text is too long"))
}

/// The characters from one number to another, of those that there are.
fn substring(context: &Context<'_>) -> Result<String> {
    let text = some_text(context, 0)?;
    let (from, count): (i64, i64) = (context.get(1)?, context.get(2)?);
    if count < 0 {
        return Err(failed("negative substring length not allowed"));
    }
    let end = from.saturating_add(count).saturating_sub(1).max(0);
    let start = from.saturating_sub(1).max(0);
    let (start, end) = (usize::try_from(start).unwrap_or(usize::MAX), usize::try_from(end).unwrap_or(usize::MAX));
    Ok(text.chars().take(end).skip(start).collect())
}

/// A text cut to the length that is asked for, and what fills it up to that.
fn padded(context: &Context<'_>) -> Result<(String, String)> {
    let (text, with) = (some_text(context, 0)?, some_text(context, 2)?);
    let wanted = usize::try_from(context.get::<i64>(1)?).unwrap_or(0);
    // Characters, each of which may be four bytes.
    if wanted > LONGEST / 4 {
        return Err(failed("requested length too large"));
    }
    let text: String = text.chars().take(wanted).collect();
    let missing = wanted - text.chars().count();
    let padding = if with.is_empty() { String::new() } else { with.chars().cycle().take(missing).collect() };
    Ok((text, padding))
}
