use crate::path::Hop;

/// How the rows of a SELECT are locked until the transaction ends.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// let sql = User::all().select_for_update().skip_locked().to_sql();
/// assert!(sql.ends_with("FOR UPDATE SKIP LOCKED"));
/// ```
#[derive(Debug, Clone)]
pub struct Lock {
    /// Against what.
    pub strength: LockStrength,
    /// What is done about rows that others have locked.
    pub locked: Locked,
    /// The rows of which relations are locked; `None` is the query's own. Where nothing is said, all that can be.
    pub of: Vec<Option<&'static Hop>>,
}

/// What a lock on a row keeps others from, from the strongest.
///
/// ```
/// use orm::expr::LockStrength;
///
/// assert_ne!(LockStrength::Update, LockStrength::Share);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockStrength {
    /// Changing, deleting and locking it: FOR UPDATE.
    Update,
    /// The same, but they may refer to it by a foreign key: FOR NO KEY UPDATE.
    NoKeyUpdate,
    /// Changing and deleting it: FOR SHARE.
    Share,
    /// Deleting it and changing its key: FOR KEY SHARE.
    KeyShare,
}

/// What is done about rows that another transaction has locked.
///
/// ```
/// use orm::expr::Locked;
///
/// assert_ne!(Locked::Wait, Locked::Skip);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Locked {
    /// It is waited for.
    Wait,
    /// An error is given: NOWAIT.
    Fail,
    /// They are left out: SKIP LOCKED.
    Skip,
}
