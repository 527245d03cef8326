use syn::{Expr, Ident, Path, Type};

/// A struct that rows are read as.
pub(crate) struct Projection {
    pub(crate) ident: Ident,
    /// Where generated code finds the `orm` crate.
    pub(crate) krate: Path,
    /// The model whose rows they are.
    pub(crate) model: Path,
    pub(crate) fields: Vec<ProjectedField>,
}

pub(crate) struct ProjectedField {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) from: From,
}

/// What a field is filled with.
pub(crate) enum From {
    /// The model's field of the same name.
    SameName,
    /// What a closure over the model's fields gives.
    Expression(Expr),
    /// A projection of the row that a closure over the model's fields leads to.
    Nested(Expr),
}
