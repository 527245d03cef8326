use proc_macro2::Span;
use syn::{Attribute, Expr, Ident, Path, Type, Visibility};

/// A struct that rows are read as.
pub(crate) struct Projection {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    /// Where generated code finds the `orm` crate.
    pub(crate) krate: Path,
    /// The model whose rows they are; without one, they are the program's own.
    pub(crate) model: Option<Path>,
    /// Where its rows can stand in place of a table: what that is called.
    pub(crate) table: Option<TableName>,
    pub(crate) fields: Vec<ProjectedField>,
}

pub(crate) struct TableName {
    pub(crate) name: String,
    pub(crate) span: Span,
}

pub(crate) struct ProjectedField {
    pub(crate) docs: Vec<Attribute>,
    pub(crate) vis: Visibility,
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
