//! Types that are known to fit no column, with what to write instead. Everything else is left to the compiler,
//! which knows what the names mean.

use syn::{PathSegment, Type};

use super::deferred;
use crate::ctxt::Ctxt;
use crate::ir::{Field, Model, Relation};
use crate::written::{argument_of, ends_in, is_std_or_bare, last_segment, only_argument, peel};

pub(super) fn check(field: &Field, ctxt: &mut Ctxt) {
    if let Some(message) = refusal(field) {
        ctxt.fatal(field.whole_type(), message);
    }
}

/// Whether a field's type is known to fit no column.
pub(crate) fn is_refused(field: &Field) -> bool {
    refusal(field).is_some()
}

/// Whether the compiler refuses the struct as such, and would again wherever code names it.
pub(crate) fn is_no_type(model: &Model) -> bool {
    let by_another = |relation: &Relation| key_of_another(&relation.target, relation.by.as_ref()?);
    model.fields.iter().filter_map(|field| field.relation.as_ref()).any(|relation| by_another(relation).is_some())
}

fn refusal(field: &Field) -> Option<String> {
    deferred::refusal(field).or_else(|| relation(field)).or_else(|| advice(&field.base))
}

/// Relations that are not there, or not written as they should be.
fn relation(field: &Field) -> Option<String> {
    let name = last_segment(&field.base)?.ident.to_string();
    match name.as_str() {
        "HasMany" | "HasOne" | "ManyToMany" if field.nullable => {
            Some(format!("a relation may always hold no row: write {name}<..> without Option"))
        }
        "HasMany" | "HasOne" => Some(format!("a relation names the one model on its other side: {name}<Order>")),
        "ManyToMany" => Some(
            "a relation names the model on its other side, and one between the two if there is one: \
             ManyToMany<Tag>, or ManyToMany<Group, Membership>"
                .to_owned(),
        ),
        "ForeignKey" | "OneToOne" => match &field.relation {
            None => Some(format!("a foreign key names the one model that it points at: {name}<User>")),
            Some(relation) if ends_in(&relation.target, "Option") => {
                Some(format!("the Option goes around the foreign key: Option<{name}<User>>"))
            }
            Some(Relation { target, by: Some(by), .. }) => key_of_another(target, by),
            Some(_) => None,
        },
        "Option" if field.nullable => Some("an Option in an Option is NULL twice: write one Option".to_owned()),
        _ => None,
    }
}

/// The keys of a model are named after it, by which one of another model is told before the compiler finds it in each
/// place where the foreign key is used.
fn key_of_another(target: &Type, by: &Type) -> Option<String> {
    let (target, by) = (last_segment(target)?.ident.to_string(), last_segment(by)?.ident.to_string());
    let is_its_own = by == "PrimaryKey" || by.strip_prefix(&target).is_some_and(|rest| rest.starts_with("By"));
    (!is_its_own).then(|| {
        format!(
            "`{by}` is no key of `{target}`: mark a field of `{target}` with #[orm(alternate_key)], \
             which makes `{target}By` and the field's name"
        )
    })
}

fn advice(ty: &Type) -> Option<String> {
    let advice = match peel(ty) {
        Type::Reference(reference) => return Some(borrowed(peel(&reference.elem))),
        Type::Array(array) if ends_in(&array.elem, "u8") => "use Vec<u8> in place of an array",
        Type::Array(_) => "a list in a column has any length: use Vec in place of an array",
        Type::Tuple(_) => "a column holds one value: write a field for each part of the tuple",
        Type::Ptr(_) | Type::FnPtr(_) | Type::TraitObject(_) | Type::ImplTrait(_) | Type::Never(_) => {
            "a column cannot hold this: use a type that implements `orm::value::Field`"
        }
        Type::Path(_) if is_std_or_bare(ty) => return last_segment(ty).and_then(|segment| named(ty, segment)),
        _ => return None,
    };
    Some(advice.to_owned())
}

const LISTS: &str = "a list in a column cannot hold lists: keep them as a document in a Json<Vec<..>>";

/// Whether an element of a list is a list itself. Bytes are a single value.
fn is_list(element: &Type) -> bool {
    let element = argument_of(element, "Option").unwrap_or(element);
    argument_of(element, "Vec").is_some_and(|inner| !ends_in(inner, "u8"))
}

fn borrowed(inner: &Type) -> String {
    let owned = match inner {
        ty if ends_in(ty, "str") => "use String in place of &str",
        Type::Slice(slice) if ends_in(&slice.elem, "u8") => "use Vec<u8> in place of &[u8]",
        _ => "write the type without `&`",
    };
    format!("a model owns its values: {owned}")
}

fn named(ty: &Type, segment: &PathSegment) -> Option<String> {
    let name = segment.ident.to_string();
    let instead = match name.as_str() {
        "u8" => "u16",
        "usize" => "u64",
        "isize" => "i64",
        "u128" | "i128" => "Decimal",
        "char" => "String with max_length = 1",
        "str" | "Cow" => "String",
        "Instant" | "SystemTime" => "DateTime<Utc>",
        "HashMap" | "BTreeMap" => "Json around it",
        "Composite" => "a field for each part, and mark them as `primary_key` or `unique(..)`",
        "HashSet" | "BTreeSet" => "Vec, or Json around it",
        "Box" | "Rc" | "Arc" if only_argument(segment).is_some_and(|inner| ends_in(inner, "str")) => "String",
        "Box" | "Rc" | "Arc" => "the type inside it",
        "Vec" if argument_of(ty, "Vec").is_some_and(is_list) => return Some(LISTS.to_owned()),
        _ => return None,
    };
    Some(format!("`{name}` is no column type: use {instead}"))
}
