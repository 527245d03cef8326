use syn::{Ident, Path};

/// An enum that derives `DbEnum`.
pub(crate) struct DbEnum {
    pub(crate) ident: Ident,
    /// Where generated code finds the `orm` crate.
    pub(crate) krate: Path,
    pub(crate) storage: Storage,
    pub(crate) variants: Vec<Variant>,
}

/// What an enum is kept as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Storage {
    /// The variants' names, as text.
    Text,
    /// Their names, as a type of the database's own with this name.
    Native(String),
    /// Their numbers.
    Integer(Width),
}

/// The column's type for numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Width {
    Small,
    Medium,
    Big,
}

pub(crate) struct Variant {
    pub(crate) ident: Ident,
    /// The name in the database.
    pub(crate) label: String,
}
