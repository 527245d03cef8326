//! Names in the database that follow from names in the program.

/// The name in snake_case: `HTTPServer2` becomes `http_server2`.
pub(crate) fn snake_case(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut snake = String::with_capacity(name.len() + 4);
    for (position, &letter) in chars.iter().enumerate() {
        let before = position.checked_sub(1).and_then(|position| chars.get(position));
        if letter.is_uppercase() && before.is_some_and(|&before| starts_word(before, chars.get(position + 1))) {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

/// Whether a capital letter between these two starts a word. In a run of capitals only the last one does, and only
/// where a small letter follows.
fn starts_word(before: char, after: Option<&char>) -> bool {
    match before {
        '_' => false,
        before if before.is_uppercase() => after.is_some_and(|after| after.is_lowercase()),
        _ => true,
    }
}

/// A field's name as part of a type's: `country_code` becomes `CountryCode`.
pub(crate) fn pascal_case(name: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    };
    name.split('_').map(word).collect()
}

/// How the names of an enum's variants are written in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Case {
    #[default]
    Snake,
    ScreamingSnake,
    Kebab,
    Lower,
    Upper,
    Camel,
    Pascal,
}

/// What each is called, as in serde.
pub(crate) const CASES: [(&str, Case); 7] = [
    ("snake_case", Case::Snake),
    ("SCREAMING_SNAKE_CASE", Case::ScreamingSnake),
    ("kebab-case", Case::Kebab),
    ("lowercase", Case::Lower),
    ("UPPERCASE", Case::Upper),
    ("camelCase", Case::Camel),
    ("PascalCase", Case::Pascal),
];

impl Case {
    /// The name of a variant in this case.
    pub(crate) fn apply(self, name: &str) -> String {
        match self {
            Self::Snake => snake_case(name),
            Self::ScreamingSnake => snake_case(name).to_uppercase(),
            Self::Kebab => snake_case(name).replace('_', "-"),
            Self::Lower => name.to_lowercase(),
            Self::Upper => name.to_uppercase(),
            Self::Camel => {
                let mut chars = name.chars();
                chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
            }
            Self::Pascal => name.to_owned(),
        }
    }
}

/// The longest name that PostgreSQL keeps whole, in bytes.
pub(crate) const MAX_BYTES: usize = 63;

/// The table that is made for a relation between two models.
pub(crate) fn link_table(table: &str, field: &str) -> String {
    format!("{table}_{field}")
}

/// The column of a foreign key.
pub(crate) fn foreign_key_column(field: &str) -> String {
    format!("{field}_id")
}

#[cfg(test)]
mod tests {
    use super::{CASES, pascal_case, snake_case};

    #[test]
    fn field_names_become_pascal_case() {
        for (name, expected) in [("code", "Code"), ("country_code", "CountryCode"), ("_a__b2", "AB2"), ("état", "État")]
        {
            assert_eq!(pascal_case(name), expected, "{name}");
        }
    }

    #[test]
    fn variants_are_written_in_a_case() {
        let written = CASES.map(|(_, case)| case.apply("OnHold"));
        assert_eq!(written, ["on_hold", "ON_HOLD", "on-hold", "onhold", "ONHOLD", "onHold", "OnHold"]);
    }

    #[test]
    fn struct_names_become_snake_case() {
        let cases = [
            ("User", "user"),
            ("OrderItem", "order_item"),
            ("HTTPServer2", "http_server2"),
            ("HTTPServer", "http_server"),
            ("ServerHTTP", "server_http"),
            ("APIKey", "api_key"),
            ("User2FA", "user2_fa"),
            ("V2Schema", "v2_schema"),
            ("A", "a"),
            ("AB", "ab"),
            ("Ab", "ab"),
            ("Foo_Bar", "foo_bar"),
            ("already_snake", "already_snake"),
            ("ÉtatCivil", "état_civil"),
            ("", ""),
        ];
        for (name, expected) in cases {
            assert_eq!(snake_case(name), expected, "{name}");
        }
    }
}
