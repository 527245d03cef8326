use std::sync::Arc;

use super::{Backend, BoxFuture, Options};
use crate::error::Result;

/// A kind of database, chosen by the scheme of a URL.
///
/// Backend crates register theirs with `inventory::submit!`, so that linking a backend is all it takes.
///
/// ```
/// use std::sync::Arc;
///
/// use orm::Result;
/// use orm::database::{Backend, BoxFuture, Driver, Options};
///
/// fn open(url: String, options: Options) -> BoxFuture<'static, Result<Arc<dyn Backend>>> {
///     Box::pin(async move { Err(orm::Error::InvalidUrl { reason: format!("{url} is only an example") }) })
/// }
///
/// const DRIVER: Driver = Driver { schemes: &["example"], open };
/// assert!(DRIVER.schemes.contains(&"example"));
/// ```
#[derive(Debug)]
pub struct Driver {
    /// The schemes of its URLs, without `:`.
    pub schemes: &'static [&'static str],
    /// Opens a database and makes sure that it can be reached.
    pub open: fn(url: String, options: Options) -> Opening,
}

/// A database that is being opened.
pub type Opening = BoxFuture<'static, Result<Arc<dyn Backend>>>;

inventory::collect!(Driver);
