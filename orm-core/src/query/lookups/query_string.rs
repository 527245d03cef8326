//! Parameters out of a query string. What is not written as it should be is refused and not guessed at.

use percent_encoding::percent_decode_str;

/// A name and a value; `None` where they are not percent-encoded UTF-8.
pub(super) fn pairs(query: &str) -> impl Iterator<Item = (&str, Option<(String, String)>)> {
    let query = query.strip_prefix('?').unwrap_or(query);
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (name, decoded(name).zip(decoded(value)))
    })
}

fn decoded(text: &str) -> Option<String> {
    let mut escapes = text.split('%').skip(1);
    let is_escape = |after: &str| after.len() >= 2 && after.as_bytes()[..2].iter().all(u8::is_ascii_hexdigit);
    if !escapes.all(is_escape) {
        return None;
    }
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8().ok().map(|text| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_well_is_decoded() {
        let all: Vec<_> = pairs("?a=1&b+c=%C3%A9%2B+&&d&=e=f").map(|(_, pair)| pair.unwrap()).collect();
        let expected = [("a", "1"), ("b c", "é+ "), ("d", ""), ("", "e=f")];
        assert_eq!(all, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
        for broken in ["a=%", "a=%2", "a=%zz", "%=1", "a=%FF", "a=%C3", "a=%éé"] {
            assert!(pairs(broken).all(|(_, pair)| pair.is_none()), "{broken}");
        }
    }
}
