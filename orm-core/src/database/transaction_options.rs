use std::time::Duration;

/// How much of what other transactions do at the same time is seen in one.
///
/// SQLite lets one transaction write at a time, and shows each of them one state of the database: whatever is asked for, it
/// gives the last.
///
/// ```
/// use orm::Isolation;
///
/// assert!(Isolation::ReadCommitted < Isolation::Serializable);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Isolation {
    /// Each statement sees what was committed before it began.
    ReadCommitted,
    /// All statements see what was committed before the first. Writing a row that somebody else has changed meanwhile is
    /// [`Error::Serialization`](crate::Error::Serialization).
    RepeatableRead,
    /// As if transactions ran one after the other. Where they cannot have, one of them is
    /// [`Error::Serialization`](crate::Error::Serialization), maybe at its commit.
    Serializable,
}

/// What a backend is told when it opens a transaction. Programs say it by [`Transaction`](super::Transaction).
///
/// ```
/// let plain = orm::database::TransactionOptions::default();
/// assert_eq!((plain.isolation, plain.read_only, plain.timeout), (None, false, None));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct TransactionOptions {
    /// At least this isolation; `None` for what the server gives by itself.
    pub isolation: Option<Isolation>,
    /// Nothing is written in it.
    pub read_only: bool,
    /// It may wait at its beginning, and then never collides with others.
    pub deferrable: bool,
    /// How long it may take from now on. No statement goes on for longer; the core ends what is idle.
    pub timeout: Option<Duration>,
}
