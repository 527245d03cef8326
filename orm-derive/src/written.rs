//! Types as they are written. A macro sees names, not what they mean, so these look at the last part of a path.

use syn::{GenericArgument, PathArguments, PathSegment, Type};

/// The type inside parentheses, and inside the invisible ones that `macro_rules!` leaves.
pub(crate) fn peel(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => peel(&group.elem),
        Type::Paren(paren) => peel(&paren.elem),
        _ => ty,
    }
}

/// The last part of a path: `DateTime<Utc>` of `chrono::DateTime<Utc>`.
pub(crate) fn last_segment(ty: &Type) -> Option<&PathSegment> {
    match peel(ty) {
        Type::Path(path) if path.qself.is_none() => path.path.segments.last(),
        _ => None,
    }
}

/// Whether the path ends in this name.
pub(crate) fn ends_in(ty: &Type, name: &str) -> bool {
    last_segment(ty).is_some_and(|segment| segment.ident == name)
}

/// The one type argument of a path that ends in this name: `T` of `Option<T>`.
pub(crate) fn argument_of<'a>(ty: &'a Type, name: &str) -> Option<&'a Type> {
    last_segment(ty).filter(|segment| segment.ident == name).and_then(only_argument)
}

/// The type argument, where there is exactly one and nothing else.
pub(crate) fn only_argument(segment: &PathSegment) -> Option<&Type> {
    match *arguments(segment)? {
        [only] => Some(only),
        _ => None,
    }
}

/// The type arguments, where there is nothing else.
pub(crate) fn arguments(segment: &PathSegment) -> Option<Vec<&Type>> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    let types =
        arguments.args.iter().map(|argument| if let GenericArgument::Type(ty) = argument { Some(ty) } else { None });
    types.collect()
}

/// What a type of this name points at, and by which of its columns unless it is the primary key.
pub(crate) fn foreign_key<'a>(ty: &'a Type, name: &str) -> Option<(&'a Type, Option<&'a Type>)> {
    let segment = last_segment(ty).filter(|segment| segment.ident == name)?;
    match *arguments(segment)? {
        [target] => Some((target, None)),
        [target, by] => Some((target, Some(by))),
        _ => None,
    }
}

/// Whether the path is a bare name or begins in the standard library, so that its name means what it usually does.
pub(crate) fn is_std_or_bare(ty: &Type) -> bool {
    let Type::Path(path) = peel(ty) else { return false };
    let segments = &path.path.segments;
    segments.len() == 1
        || segments.first().is_some_and(|first| ["std", "core", "alloc"].iter().any(|name| first.ident == name))
}

/// Whether the library certainly takes this type, or an `Option` of it, as a column: then nothing has to be asked of it that would be a message
/// of its own about a type that no column holds.
pub(crate) fn is_plain_column(ty: &Type) -> bool {
    const PLAIN: [&str; 19] = [
        "bool",
        "i8",
        "u16",
        "u32",
        "u64",
        "i16",
        "i32",
        "i64",
        "f32",
        "f64",
        "String",
        "Uuid",
        "NaiveDate",
        "NaiveTime",
        "NaiveDateTime",
        "DateTime",
        "Decimal",
        "ForeignKey",
        "OneToOne",
    ];
    last_segment(ty).is_some_and(|segment| PLAIN.contains(&segment.ident.to_string().as_str()))
}
