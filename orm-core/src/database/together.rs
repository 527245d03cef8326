use super::{Exchange, Failure};
use crate::error::Error;
use crate::sql::Statement;

/// A statement on its way to a database, with what goes in and comes out.
///
/// ```
/// use orm::database::{Exchange, Request};
/// use orm::sql::Statement;
///
/// fn requests(both: [(Statement, Box<dyn Exchange>); 2]) -> Vec<Request> {
///     both.into_iter().map(|(statement, exchange)| Request { statement, exchange }).collect()
/// }
/// ```
pub struct Request {
    /// The statement.
    pub statement: Statement,
    /// Its parameters, and where its rows go.
    pub exchange: Box<dyn Exchange>,
}

/// The failure of one of several statements that were handed to a database together.
///
/// ```
/// use orm::database::FailedAt;
///
/// let failed: FailedAt = orm::Error::Deadlock.into();
/// assert_eq!(failed.index, 0);
/// ```
#[derive(Debug)]
pub struct FailedAt {
    /// Which of them it is. The first where all have failed for the same reason.
    pub index: usize,
    /// How it failed.
    pub failure: Failure,
}

impl From<Failure> for FailedAt {
    fn from(failure: Failure) -> Self {
        Self { index: 0, failure }
    }
}

impl From<Error> for FailedAt {
    fn from(error: Error) -> Self {
        Failure::from(error).into()
    }
}
