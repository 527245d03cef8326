use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Error, GenericArgument, Ident, LitStr, PathArguments, Result, Token, Type, token};

use super::attributes::{self, Place};
use crate::ctxt::Ctxt;
use crate::ir::{Given, Reverse, ReverseKind};
use crate::written;

/// What stands in `#[orm(..)]` above such a field.
#[derive(Default)]
struct Attributes {
    given: Given,
    via: Vec<Ident>,
    table: Option<LitStr>,
    symmetrical: Option<Span>,
}

/// The field, if its type is that of a relation without a column.
pub(super) fn parse(field: &syn::Field, ctxt: &mut Ctxt) -> Option<Reverse> {
    let ident = field.ident.clone()?;
    let ty = written::peel(&field.ty);
    let (kind, target) = kind(ty)?;
    let errors = ctxt.count();
    let attributes = read(&field.attrs, ctxt);
    Some(Reverse {
        ident,
        vis: field.vis.clone(),
        ty: field.ty.clone(),
        target,
        kind,
        via: attributes.via,
        table: attributes.table,
        symmetrical: attributes.symmetrical,
        unreadable: ctxt.count() > errors,
        docs: field.attrs.iter().filter(|attribute| attribute.path().is_ident("doc")).cloned().collect(),
    })
}

fn kind(ty: &Type) -> Option<(ReverseKind, Type)> {
    let segment = written::last_segment(ty)?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    let mut types = arguments.args.iter().map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty.clone()),
        _ => None,
    });
    let (target, link, rest) = (types.next()??, types.next(), types.next());
    let kind = match (segment.ident.to_string().as_str(), link, rest) {
        ("HasMany", None, None) => ReverseKind::HasMany,
        ("HasOne", None, None) => ReverseKind::HasOne,
        ("ManyToMany", None, None) => ReverseKind::ManyToMany(None),
        ("ManyToMany", Some(link), None) => ReverseKind::ManyToMany(Some(Box::new(link?))),
        _ => return None,
    };
    Some((kind, target))
}

fn read(attributes: &[syn::Attribute], ctxt: &mut Ctxt) -> Attributes {
    let mut read = Attributes::default();
    attributes::each(attributes, ctxt, |name, input| {
        let text = name.to_string();
        if !matches!(text.as_str(), "via" | "table" | "symmetrical") {
            return Err(Place::Reverse.unknown(name));
        }
        read.given.refuse_twice(name)?;
        match text.as_str() {
            "via" => read.via = via(name, input)?,
            "table" => read.table = Some(attributes::text(name, input, "table = \"order_tags\"")?),
            _ => {
                attributes::flag(name, input)?;
                read.symmetrical = Some(name.span());
            }
        }
        read.given.note(name);
        Ok(())
    });
    read
}

const VIA: &str = "via = user, or via(user, group) where a model stands between the two";

/// `= field`, or `(near, far)`
fn via(name: &Ident, input: ParseStream<'_>) -> Result<Vec<Ident>> {
    let shape = |span| Error::new(span, format!("`via` names fields of the other model without quotes: {VIA}"));
    if input.peek(token::Paren) {
        let names = attributes::list(name, input, VIA, |content| {
            content.call(|content| content.parse_terminated(Ident::parse_any, Token![,]))
        })?;
        return if names.len() == 2 { Ok(names.into_iter().collect()) } else { Err(shape(name.span())) };
    }
    if !input.peek(Token![=]) {
        return Err(shape(name.span()));
    }
    input.parse::<Token![=]>()?;
    let field = input.call(Ident::parse_any).map_err(|error| shape(error.span()))?;
    Ok(vec![field])
}
