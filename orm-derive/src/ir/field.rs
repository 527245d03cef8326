use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{Attribute, Expr, Ident, LitStr, Type, Visibility};

use super::{Given, Rules};

/// One field, which is one column.
pub(crate) struct Field {
    pub(crate) ident: Ident,
    pub(crate) vis: Visibility,
    /// The type as written, or the one inside the `Deferred`.
    pub(crate) ty: Type,
    /// The type as written, where it is a `Deferred`.
    pub(crate) deferred: Option<Type>,
    /// The type inside the `Option`, or else the same.
    pub(crate) base: Type,
    pub(crate) nullable: bool,
    /// Whether the library certainly takes the type as a column.
    pub(crate) plain: bool,
    /// The column's name in the database.
    pub(crate) column: String,
    pub(crate) column_span: Span,
    pub(crate) primary_key: bool,
    pub(crate) unique: bool,
    /// Whether foreign keys can point at this column.
    pub(crate) alternate_key: bool,
    pub(crate) index: bool,
    pub(crate) default: Option<Expr>,
    pub(crate) db_default: Option<LitStr>,
    /// What the database computes it from, as SQL.
    pub(crate) generated: Option<LitStr>,
    pub(crate) auto: Option<Auto>,
    pub(crate) max_length: Option<u32>,
    pub(crate) max_digits: Option<u32>,
    pub(crate) decimal_places: Option<u32>,
    /// What its values must meet beside the length and the digits.
    pub(crate) rules: Rules,
    pub(crate) relation: Option<Relation>,
    /// The doc comments, for whatever is generated a field.
    pub(crate) docs: Vec<Attribute>,
    /// Which attributes were written, and where.
    pub(crate) given: Given,
    /// Whether some of the attributes could not be understood, so that one that is missing may have been meant.
    pub(crate) unreadable: bool,
}

impl Field {
    /// The type of the field in the struct.
    pub(crate) fn whole_type(&self) -> &Type {
        self.deferred.as_ref().unwrap_or(&self.ty)
    }

    /// Whether the field in the struct is certainly a type that the library takes and reads with each row.
    pub(crate) fn plain_in_row(&self) -> bool {
        self.plain && self.deferred.is_none()
    }

    /// The field's name, without `r#`.
    pub(crate) fn name(&self) -> String {
        self.ident.unraw().to_string()
    }
}

/// What fills a column by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Auto {
    /// Whenever the row is written: `auto_now`.
    Now,
    /// When the row is created: `auto_now_add`.
    NowAdd,
    /// Counts the writes: `version`.
    Version,
}

/// What makes a field a foreign key.
pub(crate) struct Relation {
    /// The model that it points at.
    pub(crate) target: Type,
    /// By which of its columns, unless it is the primary key.
    pub(crate) by: Option<Type>,
    pub(crate) on_delete: OnDelete,
    /// Whether no two rows point at the same one.
    pub(crate) is_unique: bool,
}

/// What becomes of a row when the one that it points at is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum OnDelete {
    #[default]
    Restrict,
    Protect,
    Cascade,
    SetNull,
    SetDefault,
    DoNothing,
}

impl OnDelete {
    /// How each is written, in the order in which they are offered.
    pub(crate) const NAMES: [(&'static str, Self); 6] = [
        ("cascade", Self::Cascade),
        ("restrict", Self::Restrict),
        ("protect", Self::Protect),
        ("set_null", Self::SetNull),
        ("set_default", Self::SetDefault),
        ("do_nothing", Self::DoNothing),
    ];
}
