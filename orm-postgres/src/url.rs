//! What a URL and the options say about a connection, as the driver wants it.

use std::error::Error as _;
use std::time::Duration;

use orm_core::database::Options;
use orm_core::{Error, Result};
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, SslNegotiation};

/// After this long without traffic the operating system asks whether the server is still there.
const KEEPALIVE_IDLE: Duration = Duration::from_secs(30);
/// The driver's own value, by which a URL that says nothing is known.
const DRIVER_KEEPALIVE_IDLE: Duration = Duration::from_secs(2 * 60 * 60);
/// After this long without an acknowledgement a connection counts as lost.
const UNACKNOWLEDGED: Duration = Duration::from_secs(30);

/// Reads a URL. What it says itself is kept; the rest comes from the options.
pub(crate) fn parse(url: &str, options: &Options) -> Result<Config> {
    let mut config: Config = url.parse().map_err(|error| invalid(url, &error))?;
    if config.get_hosts().iter().any(|host| matches!(host, Host::Tcp(name) if name.contains('@'))) {
        return Err(bare_at());
    }
    if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
        return Err(Error::InvalidUrl { reason: "it names no host".to_owned() });
    }
    if config.get_ssl_mode() == SslMode::Require || config.get_ssl_negotiation() == SslNegotiation::Direct {
        return Err(Error::Unsupported {
            reason: "encrypted connections to PostgreSQL are not supported yet: \
                     remove sslmode=require and sslnegotiation=direct from the URL"
                .to_owned(),
        });
    }
    if config.get_application_name().is_none() {
        config.application_name("orm");
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(options.connect_timeout);
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(UNACKNOWLEDGED);
    }
    if config.get_keepalives_idle() == DRIVER_KEEPALIVE_IDLE {
        config.keepalives_idle(KEEPALIVE_IDLE);
    }
    Ok(config)
}

fn invalid(url: &str, error: &tokio_postgres::Error) -> Error {
    // With a bare `@` in the password, what the parser takes for an option can be a piece of the password.
    if url.matches('@').count() > 1 {
        return bare_at();
    }
    Error::InvalidUrl { reason: error.source().map_or_else(|| error.to_string(), ToString::to_string) }
}

fn bare_at() -> Error {
    Error::InvalidUrl { reason: "an @ in the user name or the password must be written as %40".to_owned() }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn fills_in_what_the_url_does_not_say() -> Result<()> {
        let config = parse("postgres://app@localhost/app", &Options::default())?;
        assert_eq!(config.get_application_name(), Some("orm"));
        assert_eq!(config.get_keepalives_idle(), KEEPALIVE_IDLE);
        assert_eq!(config.get_connect_timeout(), Some(&Options::default().connect_timeout));

        let config = parse(
            "postgresql://app@localhost/app?application_name=shop&keepalives_idle=5&connect_timeout=1",
            &Options::default(),
        )?;
        assert_eq!(config.get_application_name(), Some("shop"));
        assert_eq!(config.get_keepalives_idle(), Duration::from_secs(5));
        assert_eq!(config.get_connect_timeout(), Some(&Duration::from_secs(1)));
        Ok(())
    }

    #[test]
    fn an_error_never_tells_the_password() {
        for url in [
            "postgres://app:sec?ret=1@x@localhost/app",
            "postgres://app:sec/ret@localhost:port/a?b=c",
            "postgres:secret",
        ] {
            let error = parse(url, &Options::default()).map(|_| ()).map_err(|error| error.to_string());
            let error = error.expect_err(url);
            assert!(!error.contains("sec") && !error.contains("ret") && !error.contains("x@"), "{error}");
        }
    }

    #[test]
    fn refuses_what_it_cannot_encrypt() {
        let error = parse("postgres://app@localhost/app?sslmode=require", &Options::default());
        assert!(matches!(error, Err(Error::Unsupported { .. })));
        let error = parse("postgres:///app", &Options::default());
        assert!(matches!(error, Err(Error::InvalidUrl { .. })));
    }
}
