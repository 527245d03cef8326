use std::any::Any;
use std::sync::Arc;

use tokio::sync::OnceCell;

/// The database that rows came from, for those that know what one is.
type Origin = Arc<dyn Any + Send + Sync>;

/// What rows that were read together know of where they came from.
#[derive(Clone, Default)]
pub struct Provenance {
    /// The database, where the query named one.
    pub(crate) origin: Option<Origin>,
    /// Whether loading by way of a row is refused.
    pub(crate) forbids_loading: bool,
    /// Whether the row was at hand and has been written, so that its keys may be others than they were.
    pub(crate) is_written: bool,
}

impl Provenance {
    /// The database, where the query named one, and whether loading is refused.
    pub(crate) fn new(origin: Option<impl Any + Send + Sync>, forbids_loading: bool) -> Self {
        Self { origin: origin.map(|origin| Arc::new(origin) as Origin), forbids_loading, is_written: false }
    }

    /// Whether there is nothing to remember.
    pub(super) fn is_plain(&self) -> bool {
        self.origin.is_none() && !self.forbids_loading
    }
}

/// One relation of all the rows that were read together: the keys that lead on, and once they are loaded, the rows `R`
/// that they lead to. Loaded for one of them, it is loaded for all.
pub(crate) struct Siblings<K, R> {
    pub(crate) keys: Vec<K>,
    pub(crate) provenance: Provenance,
    pub(crate) rows: OnceCell<R>,
}

impl<K, R> Siblings<K, R> {
    /// Nothing is loaded yet.
    pub(crate) fn new(keys: Vec<K>, provenance: Provenance) -> Self {
        // What is loaded by way of them has just been read.
        let provenance = Provenance { is_written: false, ..provenance };
        Self { keys, provenance, rows: OnceCell::new() }
    }

    /// The rows are here, so that nobody asks by what keys.
    pub(crate) fn loaded(provenance: Provenance, rows: R) -> Self {
        Self { keys: Vec::new(), provenance, rows: OnceCell::new_with(Some(rows)) }
    }
}
