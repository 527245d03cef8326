//! Names out of the server's messages, which quote them as the server's language does.

const QUOTES: [char; 6] = ['"', '«', '»', '“', '”', '„'];

/// The first name in quotes, or the whole message where nothing is quoted.
pub(super) fn first(message: &str) -> &str {
    message.split(QUOTES).nth(1).map_or(message, str::trim)
}

#[cfg(test)]
mod tests {
    use super::first;

    #[test]
    fn finds_the_name_in_any_language() {
        assert_eq!(first("relation \"users\" does not exist"), "users");
        assert_eq!(first("Relation »users« existiert nicht"), "users");
        assert_eq!(first("la relation « users » n'existe pas"), "users");
        assert_eq!(first("no name here"), "no name here");
    }
}
