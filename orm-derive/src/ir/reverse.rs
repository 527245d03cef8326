use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{Attribute, Ident, LitStr, Type, Visibility};

/// One field for a relation that has no column.
pub(crate) struct Reverse {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    /// The type as written.
    pub(crate) ty: Type,
    /// The model on the other side.
    pub(crate) target: Type,
    pub(crate) kind: ReverseKind,
    /// The fields of the other model that this is the other side of: `via = user`, or `via(user, group)`.
    pub(crate) via: Vec<Ident>,
    /// The name of the link table, where it is given.
    pub(crate) table: Option<LitStr>,
    /// Where `symmetrical` was written.
    pub(crate) symmetrical: Option<Span>,
    /// Whether its attributes could not be read, so that what connects it is unknown.
    pub(crate) unreadable: bool,
    pub(crate) docs: Vec<Attribute>,
}

/// How many rows there are on the other side, and what connects them.
pub(crate) enum ReverseKind {
    HasMany,
    HasOne,
    /// With the model between the two, where it is the program's own.
    ManyToMany(Option<Box<Type>>),
}

impl Reverse {
    /// The field's name, without `r#`.
    pub(crate) fn name(&self) -> String {
        self.ident.unraw().to_string()
    }

    /// Whether a link table is made for this field: it names no other field or model that has one.
    pub(crate) fn makes_link(&self) -> bool {
        matches!(self.kind, ReverseKind::ManyToMany(None)) && self.via.is_empty()
    }
}
