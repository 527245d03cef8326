use syn::{Ident, Member, Path, Type};

/// A struct that derives `Field`: one value by another name.
pub(crate) struct Newtype {
    pub(crate) ident: Ident,
    /// Where generated code finds the `orm` crate.
    pub(crate) krate: Path,
    /// The one field: `0`, or its name.
    pub(crate) member: Member,
    /// What the field holds.
    pub(crate) ty: Type,
}
