use std::net::{Ipv4Addr, Ipv6Addr};

use super::email::is_domain;

/// The longest URL that everything takes.
const MOST_BYTES: usize = 2_048;

/// Whether a text is an absolute URL of the web: `http` or `https`, a host, and what may follow it.
pub(super) fn is_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    text.len() <= MOST_BYTES && is_web && is_authority(authority) && !path.contains(is_never_in_a_url)
}

fn is_never_in_a_url(c: char) -> bool {
    c.is_whitespace() || c.is_control() || "<>\"\\^`{|}".contains(c)
}

/// `user:password@host:port`
fn is_authority(authority: &str) -> bool {
    let host = match authority.rsplit_once('@') {
        Some((user, _)) if user.is_empty() || user.contains(['@', '[', ']']) || user.contains(is_never_in_a_url) => {
            return false;
        }
        Some((_, host)) => host,
        None => authority,
    };
    if let Some(rest) = host.strip_prefix('[') {
        let Some((address, port)) = rest.split_once(']') else { return false };
        return address.parse::<Ipv6Addr>().is_ok() && (port.is_empty() || port.strip_prefix(':').is_some_and(is_port));
    }
    let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
    let is_host = name.eq_ignore_ascii_case("localhost") || name.parse::<Ipv4Addr>().is_ok() || is_domain(name);
    is_host && name.len() <= 253 && port.is_none_or(is_port)
}

fn is_port(port: &str) -> bool {
    port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::is_url;

    #[test]
    fn urls() {
        for good in [
            "http://x.org",
            "https://x.org/",
            "HTTPS://X.ORG:8080/a/b?c=d&e[]=f#g",
            "http://localhost:3000",
            "http://127.0.0.1/a",
            "http://[::1]:80/",
            "http://[2001:db8::1]",
            "https://user:pass@x.org/",
            "https://bücher.de/straße?q=ä",
            "http://a.b.c.example.museum",
        ] {
            assert!(is_url(good), "{good}");
        }
        let long = format!("http://x.org/{}", "a".repeat(2_048));
        for bad in [
            "",
            "x.org",
            "//x.org",
            "http:",
            "http://",
            "http:///a",
            "ftp://x.org",
            "javascript://x.org/%0aalert(1)",
            "http://x",
            "http://.",
            "http://x..org",
            "http://-x.org",
            "http://x.org:",
            "http://x.org:a",
            "http://x.org:65536",
            "http://x.org:+80",
            "http://x.org/a b",
            "http://x.org/\n",
            " http://x.org",
            "http://x.org ",
            "http://999.1.1.1",
            "http://[::1",
            "http://[x]",
            "http://::1/",
            "http://@x.org",
            "http://a@b@x.org",
            "http://x.org/<script>",
            "http://x.org\\@evil.org",
            "http://?",
            "http://#",
            &long,
        ] {
            assert!(!is_url(bad), "{bad:?}");
        }
    }
}
