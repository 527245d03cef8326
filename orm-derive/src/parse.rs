//! Tokens to `ir`. Says what cannot be read or resolved; whether what was read makes sense is `check`'s matter.

mod attributes;
mod db_enum;
mod field;
mod newtype;
mod projection;
mod resolve;
mod reverse;
mod rules;
mod shape;
mod structure;

pub(crate) use db_enum::db_enum;
pub(crate) use newtype::newtype;
pub(crate) use projection::projection;
use syn::ext::IdentExt;
use syn::{DeriveInput, parse_quote};

use crate::ctxt::Ctxt;
use crate::ir::Model;
use crate::naming;

/// The model, or nothing where the item is no struct with named fields.
pub(crate) fn model(input: &DeriveInput, ctxt: &mut Ctxt) -> Option<Model> {
    shape::refuse_generics(&input.generics, ctxt);
    let fields = shape::named_fields(input, ctxt)?;
    let attributes = structure::parse(&input.attrs, ctxt);
    let mut columns = Vec::new();
    let mut reverse = Vec::new();
    for field in fields {
        match reverse::parse(field, ctxt) {
            Some(relation) => reverse.push(relation),
            None => columns.extend(field::parse(field, ctxt)),
        }
    }
    let mut fields = columns;
    let key = resolve::primary_key(&mut fields, &input.ident, ctxt);
    let name = input.ident.unraw().to_string();
    let names = resolve::Names::new(&name, &fields);
    let ordering = attributes.ordering.map(|text| names.ordering(&text, ctxt)).unwrap_or_default();
    let indexes = attributes.lists.iter().filter_map(|list| names.index(list, ctxt)).collect();
    let table_span = attributes.table.as_ref().map_or(input.ident.span(), syn::LitStr::span);
    Some(Model {
        ident: input.ident.clone(),
        vis: input.vis.clone(),
        krate: attributes.krate.unwrap_or_else(|| parse_quote!(::orm)),
        table: attributes.table.map_or_else(|| naming::snake_case(&name), |table| table.value()),
        table_span,
        fields,
        reverse,
        key,
        ordering,
        indexes,
        checks: attributes.checks,
        deny_unknown_fields: attributes.deny_unknown_fields,
        validate: attributes.validate,
        scope: attributes.scope,
        hooks: attributes.hooks,
    })
}
