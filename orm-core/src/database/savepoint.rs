use std::fmt;

/// A savepoint of a transaction, by how deep it lies. Shown, it is the name that it has in SQL.
///
/// ```
/// use orm::database::Savepoint;
///
/// assert_eq!(format!("SAVEPOINT {}", Savepoint(1)), "SAVEPOINT orm_1");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Savepoint(pub u64);

impl fmt::Display for Savepoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "orm_{}", self.0)
    }
}
