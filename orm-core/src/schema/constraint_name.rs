/// The longest name that PostgreSQL keeps whole, in bytes.
///
/// ```
/// assert_eq!(orm::schema::MAX_IDENTIFIER_BYTES, 63);
/// ```
pub const MAX_IDENTIFIER_BYTES: usize = 63;

/// The name of an index or a constraint: the table, the columns and a suffix, joined by `_`.
///
/// A name longer than [`MAX_IDENTIFIER_BYTES`] is cut and ends in a hash of the whole, so that two long names
/// never become the same one.
///
/// ```
/// use orm::schema::constraint_name;
///
/// assert_eq!(constraint_name("users", ["username"], "key"), "users_username_key");
/// assert_eq!(constraint_name(&"t".repeat(70), ["a"], "idx").len(), 63);
/// ```
#[must_use]
pub fn constraint_name<'a>(table: &str, columns: impl IntoIterator<Item = &'a str>, suffix: &str) -> String {
    let mut name = table.to_owned();
    for column in columns {
        name.push('_');
        name.push_str(column);
    }
    if name.len() + 1 + suffix.len() > MAX_IDENTIFIER_BYTES {
        let hash = format!("{:08x}", fnv1a(name.as_bytes()));
        let mut end = MAX_IDENTIFIER_BYTES - hash.len() - suffix.len() - 2;
        while !name.is_char_boundary(end) {
            end -= 1;
        }
        name.truncate(end);
        name.push('_');
        name.push_str(&hash);
    }
    name.push('_');
    name.push_str(suffix);
    name
}

/// The 32-bit FNV-1a hash (<http://www.isthe.com/chongo/tech/comp/fnv/>): the same on every machine and in every release.
fn fnv1a(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}
