use rusqlite::functions::Context;
use rusqlite::{Connection, Result};

use super::{PURE, pattern, text_of};

/// Defines `ilike(pattern, text)`: LIKE without regard to case in any alphabet, with `\` as escape.
pub(super) fn define(connection: &Connection) -> Result<()> {
    connection.create_scalar_function("ilike", 2, PURE, ilike)
}

fn ilike(context: &Context<'_>) -> Result<Option<bool>> {
    if text_of(context, 0)?.is_none() {
        return Ok(None);
    }
    let Some(text) = text_of(context, 1)? else { return Ok(None) };
    let pattern = context.get_or_create_aux(0, |value| pattern(value).and_then(|text| Ok(Pattern::parse(text)?)))?;
    Ok(Some(pattern.matches(&text)))
}

/// A pattern of LIKE, in lower case.
#[derive(Debug)]
struct Pattern(Vec<Part>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// `%`: any text, also none.
    Any,
    /// `_`: one character.
    One,
    /// This character.
    Exactly(char),
}

impl Pattern {
    fn parse(pattern: &str) -> std::result::Result<Self, &'static str> {
        let mut parts = Vec::with_capacity(pattern.len());
        let mut characters = pattern.chars();
        while let Some(character) = characters.next() {
            match character {
                '%' => parts.push(Part::Any),
                '_' => parts.push(Part::One),
                '\\' => {
                    let escaped = characters.next().ok_or("a LIKE pattern must not end with its escape character")?;
                    parts.extend(escaped.to_lowercase().map(Part::Exactly));
                }
                other => parts.extend(other.to_lowercase().map(Part::Exactly)),
            }
        }
        Ok(Self(parts))
    }

    /// When a character does not fit, only the last `%` can help by taking one more: earlier ones took what they had to.
    fn matches(&self, text: &str) -> bool {
        let mut rest = text.chars().flat_map(char::to_lowercase);
        let mut at = 0;
        let mut retry = None;
        loop {
            let part = self.0.get(at);
            if part == Some(&Part::Any) {
                at += 1;
                retry = Some((at, rest.clone()));
                continue;
            }
            let fits = match (part, rest.next()) {
                (None, None) => return true,
                // The text has ended, and taking more of it cannot help.
                (Some(_), None) => return false,
                (Some(Part::One), Some(_)) => true,
                (Some(Part::Exactly(expected)), Some(found)) => *expected == found,
                (Some(Part::Any) | None, Some(_)) => false,
            };
            if fits {
                at += 1;
                continue;
            }
            let Some((place, mut longer)) = retry.take() else { return false };
            if longer.next().is_none() {
                return false;
            }
            at = place;
            rest = longer.clone();
            retry = Some((place, longer));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(pattern: &str, text: &str) -> Option<bool> {
        Pattern::parse(pattern).ok().map(|pattern| pattern.matches(text))
    }

    #[test]
    fn matches() {
        for (pattern, text) in [
            ("", ""),
            ("%", ""),
            ("%%", "any"),
            ("ann", "ANN"),
            ("ÉCOLE%", "école primaire"),
            ("%ß%", "Straße"),
            ("a_c", "aбc"),
            ("%b%d", "abcbd"),
            ("%ab", "aab"),
            ("%a%a%", "banana"),
            ("100\\%", "100%"),
            ("a\\_b", "A_B"),
            ("a\\\\b", "a\\b"),
            ("%_", "x"),
            ("ΣΟΦΟΣ", "σοφοσ"),
        ] {
            assert_eq!(like(pattern, text), Some(true), "{pattern:?} and {text:?}");
        }
    }

    #[test]
    fn does_not_match() {
        for (pattern, text) in [
            ("", "a"),
            ("a", ""),
            ("a", "ab"),
            ("%a", "ab"),
            ("_", ""),
            ("a\\_b", "axb"),
            ("100\\%", "1000"),
            ("a%b%c", "acb"),
        ] {
            assert_eq!(like(pattern, text), Some(false), "{pattern:?} and {text:?}");
        }
        assert_eq!(like("a\\", "a\\"), None);
    }

    #[test]
    fn many_wildcards_stay_quick() {
        assert_eq!(like(&"%a".repeat(30), &"a".repeat(20)), Some(false));
        assert_eq!(like(&format!("{}b", "%a".repeat(30)), &"a".repeat(5_000)), Some(false));
    }
}
