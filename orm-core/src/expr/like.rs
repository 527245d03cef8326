//! Patterns: what users write as plain text is escaped, so that `%`, `_` and `\` stand for themselves.

/// A text type, which can be searched: `String`, and types of your own that are stored as text.
///
/// ```
/// fn is_text<T: orm::expr::TextField>() {}
/// is_text::<String>();
/// ```
#[diagnostic::on_unimplemented(
    message = "`contains`, `like`, `lower` and their kin are for text, and this is a `{Self}`",
    label = "not text"
)]
pub trait TextField: crate::value::Field {}

#[diagnostic::do_not_recommend]
impl TextField for String {}

/// The pattern of what has this text in it.
pub(crate) fn containing(text: &str) -> String {
    format!("%{}%", escape(text))
}

/// The pattern of what begins with this text.
pub(crate) fn starting_with(text: &str) -> String {
    format!("{}%", escape(text))
}

/// The pattern of what ends with this text.
pub(crate) fn ending_with(text: &str) -> String {
    format!("%{}", escape(text))
}

/// The text with every wildcard escaped: the pattern of what is equal to it.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 2);
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn wildcards_stand_for_themselves() {
        assert_eq!(escape(r"50%_\"), r"50\%\_\\");
    }
}
