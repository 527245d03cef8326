/// The URL of the PostgreSQL server on which a program's tests run.
#[derive(Debug)]
pub struct ServerUrl(pub fn() -> String);

inventory::collect!(ServerUrl);

/// Says on which PostgreSQL server the tests of this program run, once for all of them. A test that names its own by `url`
/// runs there. The expression is evaluated for each test; it may start a server, and keep it, the first time.
///
/// ```no_run
/// mod support {
///     pub fn server_url() -> String {
///         std::env::var("APP_TEST_DATABASE_URL").unwrap()
///     }
/// }
///
/// orm::testing::postgres_url!(support::server_url());
/// # fn main() {}
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __postgres_url {
    ($url:expr $(,)?) => {
        $crate::testing::inventory::submit! {
            $crate::testing::ServerUrl(|| ::std::string::ToString::to_string(&$url))
        }
    };
}

pub use __postgres_url as postgres_url;
