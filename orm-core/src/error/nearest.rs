use std::cmp::Reverse;

/// The name that is most like this one, if one is.
pub(crate) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    const LONGEST: usize = 60;
    let length = name.chars().take(LONGEST + 1).count();
    if length > LONGEST {
        return None;
    }
    let name = name.to_lowercase();
    let distances = known.map(|known| (strsim::osa_distance(&name, &known.to_lowercase()), known));
    let near = distances.filter(|(distance, known)| *distance <= (length.max(known.chars().count()) / 3).max(1));
    // A name of one letter is as far from every other as it is long.
    let near = near.filter(|(distance, _)| *distance < length);
    // Of two that are as near, the one in which a letter is missing, and not another one: "gte" for "ge".
    near.min_by_key(|(distance, known)| (*distance, Reverse(known.len()))).map(|(_, known)| known.to_owned())
}
