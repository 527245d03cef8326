use super::Columns;

/// A statement as a backend gets it: text whose values are all parameters, and what it gives back.
#[derive(Debug)]
pub struct Statement {
    /// The text. The same for every query of the same shape, so that a backend can prepare it once.
    pub sql: String,
    /// Whether it reads or writes.
    pub access: Access,
    /// The columns of its rows.
    pub columns: Columns,
    /// The columns that its parameters are written to, in order, as far as they are; for messages.
    pub written: Columns,
}

/// Whether a statement only reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It changes nothing and locks nothing.
    Read,
    /// It may change rows.
    Write,
}
