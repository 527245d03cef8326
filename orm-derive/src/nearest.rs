//! "Did you mean": the known name that is closest to a misspelt one.

/// The candidate that this is most likely a misspelling of, if any is close: at most a third of the letters differ.
pub(crate) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters = lowercase(name);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let other = lowercase(candidate);
            let longer = letters.len().max(other.len());
            let distance = distance(&letters, &other);
            (distance < longer && distance <= (longer / 3).max(1)).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// What to say after a name that is not known: the nearest one, or else all of them after `intro`.
pub(crate) fn suggestion(name: &str, known: &[&str], intro: &str) -> String {
    const SHOWN: usize = 14;
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.len() > SHOWN => {
            format!("{intro} {}, ...", known.get(..SHOWN).unwrap_or_default().join(", "))
        }
        None => format!("{intro} {}", known.join(", ")),
    }
}

fn lowercase(name: &str) -> Vec<char> {
    name.chars().flat_map(char::to_lowercase).collect()
}

/// How many letters must be put in, left out, changed or swapped with their neighbour to get from one to the other.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    for (i, &left) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &right) in b.iter().enumerate() {
            let mut cost = (previous[j] + usize::from(left != right)).min(previous[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && left == b[j - 1] && a[i - 1] == right {
                cost = cost.min(before[j - 1] + 1);
            }
            row.push(cost);
        }
        before = std::mem::replace(&mut previous, row);
    }
    previous[b.len()]
}

#[cfg(test)]
mod tests {
    use super::{distance, lowercase, nearest, suggestion};

    #[test]
    fn distance_counts_edits() {
        let cases = [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("unique", "unique", 0),
            ("uniqe", "unique", 1),
            ("uniuqe", "unique", 1),
            ("uniques", "unique", 1),
            ("index", "inbex", 1),
            ("kitten", "sitting", 3),
        ];
        for (a, b, expected) in cases {
            assert_eq!(distance(&lowercase(a), &lowercase(b)), expected, "{a} {b}");
        }
    }

    #[test]
    fn nearest_takes_only_what_is_close() {
        let names = ["primary_key", "column", "unique", "index", "default", "db_default", "max_length"];
        let cases = [
            ("uniqe", Some("unique")),
            ("UNIQUE", Some("unique")),
            ("primry_key", Some("primary_key")),
            ("primarykey", Some("primary_key")),
            ("db_defualt", Some("db_default")),
            ("defualt", Some("default")),
            ("maxlength", Some("max_length")),
            ("colunm", Some("column")),
            ("nullable", None),
            ("pk", None),
            ("", None),
        ];
        for (name, expected) in cases {
            assert_eq!(nearest(name, names), expected, "{name}");
        }
        assert_eq!(nearest("a", ["b"]), None);
        assert_eq!(nearest("a", []), None);
    }

    #[test]
    fn suggestions_list_what_is_known_where_nothing_is_near() {
        assert_eq!(suggestion("totl", &["id", "total"], "its fields are"), "did you mean `total`?");
        assert_eq!(suggestion("zzzzz", &["id", "total"], "its fields are"), "its fields are id, total");
        let many: Vec<String> = (0..20).map(|number| format!("field_{number}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert!(suggestion("zzzzz", &many, "its fields are").ends_with("field_13, ..."));
    }
}
