use syn::ext::IdentExt;
use syn::{Error, Ident};

use crate::nearest::suggestion;

/// Where an attribute stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::parse) enum Place {
    /// Above the struct.
    Struct,
    /// Above a field.
    Field,
    /// Above a field for a relation without a column.
    Reverse,
    /// Above a struct around one value.
    Newtype,
    /// Above an enum.
    Enum,
    /// Above a variant of one.
    Variant,
    /// Above a struct that rows are read as.
    Projection,
    /// Above a field of one.
    ProjectedField,
}

const STRUCT: &[&str] =
    &["table", "ordering", "index", "unique", "check", "validate", "scope", "hooks", "deny_unknown_fields", "crate"];
const FIELD: &[&str] = &[
    "primary_key",
    "alternate_key",
    "column",
    "unique",
    "index",
    "default",
    "db_default",
    "auto_now",
    "auto_now_add",
    "generated",
    "version",
    "max_length",
    "max_digits",
    "decimal_places",
    "on_delete",
    "min_length",
    "range",
    "choices",
    "pattern",
    "email",
    "url",
    "validate",
    "check",
];

const REVERSE: &[&str] = &["via", "table", "symmetrical"];
const NEWTYPE: &[&str] = &["crate"];
const ENUM: &[&str] = &["integer", "native", "rename_all", "crate"];
const VARIANT: &[&str] = &["rename"];
const PROJECTION: &[&str] = &["model", "table", "crate"];
const PROJECTED_FIELD: &[&str] = &["expr", "nested"];

/// What other libraries call the same thing.
const SYNONYMS: &[(&str, &str)] = &[
    ("precision", "max_digits"),
    ("scale", "decimal_places"),
    ("db_column", "column"),
    ("rename", "column"),
    ("pk", "primary_key"),
    ("candidate_key", "alternate_key"),
    ("db_index", "index"),
    ("indexed", "index"),
    ("server_default", "db_default"),
    ("db_table", "table"),
    ("table_name", "table"),
    ("order_by", "ordering"),
    ("unique_together", "unique"),
    ("constraint", "check"),
    ("validators", "validate"),
    ("validator", "validate"),
    ("custom", "validate"),
    ("regex", "pattern"),
    ("min_value", "range"),
    ("max_value", "range"),
    ("length", "max_length"),
    ("one_of", "choices"),
];

impl Place {
    /// The error for an attribute that does not exist here.
    pub(in crate::parse) fn unknown(self, name: &Ident) -> Error {
        let text = name.unraw().to_string();
        Error::new(name.span(), self.message(&text))
    }

    fn message(self, name: &str) -> String {
        let (here, there, other) = match self {
            Self::Struct => (STRUCT, FIELD, "a field"),
            Self::Field => (FIELD, STRUCT, "the struct"),
            Self::Reverse => (REVERSE, FIELD, "the foreign key on the other side"),
            Self::Newtype => (NEWTYPE, FIELD, "the model's field"),
            Self::Enum => (ENUM, VARIANT, "a variant"),
            Self::Variant => (VARIANT, ENUM, "the enum"),
            Self::Projection => (PROJECTION, PROJECTED_FIELD, "a field"),
            Self::ProjectedField => (PROJECTED_FIELD, PROJECTION, "the struct"),
        };
        if there.contains(&name) {
            return format!("`{name}` belongs above {other}: move it there");
        }
        let named_elsewhere = ["related_name", "back_populates", "backref"].contains(&name);
        if named_elsewhere && [Self::Field, Self::Reverse].contains(&self) {
            return format!(
                "there is no `{name}`: the other side is a field of the other model, such as orders: HasMany<Order>"
            );
        }
        if self == Self::Reverse && name == "through" {
            return "there is no `through`: write the model between the two in the type, as in ManyToMany<Group, Membership>"
                .to_owned();
        }
        if self == Self::Field && REVERSE.contains(&name) {
            return format!("`{name}` belongs above a HasMany, HasOne or ManyToMany: move it there");
        }
        if ["null", "nullable", "optional"].contains(&name) {
            return format!("unknown attribute `{name}`: a field that takes NULL is written as an Option");
        }
        let synonym = SYNONYMS.iter().find(|(synonym, meant)| *synonym == name && here.contains(meant));
        if let Some((_, meant)) = synonym {
            return format!("unknown attribute `{name}`: did you mean `{meant}`?");
        }
        let takes = match self {
            Self::Struct => "a struct takes",
            Self::Field => "a field takes",
            Self::Reverse => "a relation without a column takes",
            Self::Newtype => "a struct that derives `Field` takes",
            Self::Enum => "an enum takes",
            Self::Variant => "a variant takes",
            Self::Projection => "a struct that derives `Projection` takes",
            Self::ProjectedField => "a field of a projection takes",
        };
        format!("unknown attribute `{name}`: {}", suggestion(name, here, takes))
    }
}
