use std::env;
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use super::{ServerUrl, Setup};
use crate::error::{Error, Result};

const MISSING: &str = "it runs on PostgreSQL, and no server is named: set TEST_DATABASE_URL, or DATABASE_URL, to a URL \
                       such as postgres://user:password@localhost/postgres, whose user may create databases";
const SEVERAL: &str = "it runs on PostgreSQL, and several servers are named by orm::testing::postgres_url!";

/// The PostgreSQL server of a test.
pub(super) struct Server {
    url: String,
}

impl Server {
    /// The one that the test names, or the program, or the environment.
    pub(super) fn of(setup: &Setup) -> Result<Self> {
        let url = match setup.url.map_or_else(|| the_only(inventory::iter::<ServerUrl>), |url| Ok(Some(url)))? {
            Some(url) => Some(url()),
            None => env::var("TEST_DATABASE_URL").or_else(|_| env::var("DATABASE_URL")).ok(),
        };
        let url = url.ok_or_else(|| Error::custom(MISSING))?;
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Ok(Self { url })
        } else {
            Err(Error::custom("it runs on PostgreSQL, and the URL of the server is that of another database"))
        }
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// The name and the URL of a database that is not there yet.
    pub(super) fn new_database(&self) -> (String, String) {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        // The time, because process ids repeat, between containers that share a server and over the life of a machine.
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_micros());
        let name = format!("orm_test_{}_{now:x}_{}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        // Of several names that a URL gives its database, the last counts.
        let sign = if self.url.contains('?') { '&' } else { '?' };
        let url = format!("{}{sign}dbname={name}", self.url);
        (name, url)
    }
}

/// The server that the program names, if any.
fn the_only<'a>(urls: impl IntoIterator<Item = &'a ServerUrl>) -> Result<Option<fn() -> String>> {
    let mut urls = urls.into_iter();
    match (urls.next(), urls.next()) {
        (_, Some(_)) => Err(Error::custom(SEVERAL)),
        (url, None) => Ok(url.map(|ServerUrl(url)| *url)),
    }
}

#[cfg(test)]
mod tests {
    use super::{ServerUrl, the_only};

    #[test]
    fn a_program_names_one_server() {
        let url = || ServerUrl(|| "postgres://db/app".to_owned());
        assert!(matches!(the_only(&[]), Ok(None)));
        assert!(matches!(the_only(&[url()]), Ok(Some(_))));
        assert!(the_only(&[url(), url()]).is_err());
    }
}
