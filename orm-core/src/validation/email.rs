/// The longest address that can be written to, by RFC 5321.
const MOST_BYTES: usize = 254;
const MOST_BYTES_BEFORE: usize = 64;

/// Whether a text is an address as people have them: `name@host.tld`, the name in ASCII, the host also in other letters. Not all that
/// the RFCs allow, such as names in quotes; and whether somebody reads there, only a message to it tells.
pub(super) fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    text.len() <= MOST_BYTES && name.len() <= MOST_BYTES_BEFORE && name.split('.').all(is_word) && is_domain(host)
}

fn is_word(word: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&byte);
    !word.is_empty() && word.bytes().all(allowed)
}

/// Whether this is the name of a host that has a domain around it, whose last part is no number.
pub(super) fn is_domain(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default();
    host.contains('.') && host.split('.').all(is_label) && last.chars().any(char::is_alphabetic) && last.len() > 1
}

fn is_label(label: &str) -> bool {
    const MOST_BYTES: usize = 63;
    let inner = |c: char| c.is_alphanumeric() || c == '-';
    !label.is_empty()
        && label.len() <= MOST_BYTES
        && label.chars().all(inner)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::is_email;

    #[test]
    fn addresses() {
        for good in [
            "ann@x.org",
            "a@b.co",
            "first.last+tag@sub.example.com",
            "o'neil@example.ie",
            "x_y-z@example-host.museum",
            "post@bücher.de",
            "a@xn--bcher-kva.de",
            "!#$%&'*+/=?^_`{|}~-@x.org",
        ] {
            assert!(is_email(good), "{good}");
        }
        let long = format!("{}@x.org", "a".repeat(65));
        for bad in [
            "",
            "@",
            "ann",
            "ann@",
            "@x.org",
            "ann@localhost",
            "ann@x",
            "a b@x.org",
            "a@x .org",
            "a@@x.org",
            "a@b@x.org",
            ".a@x.org",
            "a.@x.org",
            "a..b@x.org",
            "a@.org",
            "a@x..org",
            "a@-x.org",
            "a@x-.org",
            "a@x.1",
            "a@127.0.0.1",
            "a@[::1]",
            "a@x.o",
            "a@x.org\n",
            "\"a b\"@x.org",
            "a\0@x.org",
            "ä@x.org",
            "a@x.org.",
            "<a@x.org>",
            &long,
        ] {
            assert!(!is_email(bad), "{bad:?}");
        }
    }
}
