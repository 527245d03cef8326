//! A model as plain data: what the parser hands on, with every name of a field resolved to its position.

mod db_enum;
mod field;
mod given;
mod newtype;
mod projection;
mod reverse;
mod rules;

use proc_macro2::Span;
use syn::{Expr, Ident, LitStr, Path, Visibility};

pub(crate) use db_enum::{DbEnum, Storage, Variant, Width};
pub(crate) use field::{Auto, Field, OnDelete, Relation};
pub(crate) use given::Given;
pub(crate) use newtype::Newtype;
pub(crate) use projection::{From as ProjectedFrom, ProjectedField, Projection, TableName};
pub(crate) use reverse::{Reverse, ReverseKind};
pub(crate) use rules::{Choices, Number, Range, Rules};

/// A struct that derives `Model`.
pub(crate) struct Model {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    /// Where generated code finds the `orm` crate.
    pub(crate) krate: Path,
    /// The table's name in the database.
    pub(crate) table: String,
    pub(crate) table_span: Span,
    pub(crate) fields: Vec<Field>,
    /// The relations that have no column.
    pub(crate) reverse: Vec<Reverse>,
    /// The positions of the fields of which the primary key consists, which mostly is one.
    pub(crate) key: Vec<usize>,
    /// Positions of fields, and whether the order is descending.
    pub(crate) ordering: Vec<(usize, bool)>,
    pub(crate) indexes: Vec<Index>,
    pub(crate) checks: Vec<Check>,
    /// Whether a field of a document that the model does not have is refused.
    pub(crate) deny_unknown_fields: bool,
    /// The functions of the program that look at a whole row before it is written.
    pub(crate) validate: Vec<Path>,
    /// The condition of its queries, as it was written.
    pub(crate) scope: Option<Expr>,
    /// Where it says that there are hooks.
    pub(crate) hooks: Option<Span>,
}

impl Model {
    /// The position of the key where it is a column that is nothing else: where the database may count it up, or the library
    /// make it.
    pub(crate) fn own_key(&self) -> Option<usize> {
        match *self.key {
            [key] if self.fields.get(key).is_some_and(|field| field.relation.is_none()) => Some(key),
            _ => None,
        }
    }

    /// The fields of which the primary key consists.
    pub(crate) fn key_fields(&self) -> impl Iterator<Item = &Field> {
        self.key.iter().filter_map(|&position| self.fields.get(position))
    }
}

/// `index(..)` or `unique(..)` above the struct.
pub(crate) struct Index {
    /// Positions of fields.
    pub(crate) columns: Vec<usize>,
    pub(crate) unique: bool,
    pub(crate) span: Span,
}

/// One condition of `check(..)`.
pub(crate) struct Check {
    /// The constraint's name.
    pub(crate) name: LitStr,
    /// The closure, `|o| ..`, or what gives one.
    pub(crate) closure: Expr,
}
