//! The primary key: one field, or several together.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use crate::ir::{Field, Model};
use crate::naming::pascal_case;

/// What the template is told of it.
pub(super) struct Key {
    pub(super) ty: TokenStream,
    /// Its number among the columns, or the one after the last.
    pub(super) index: usize,
    /// Which columns it has, where it is several.
    pub(super) composite: TokenStream,
    /// The key of a row that is at hand as `self`.
    pub(super) of_row: TokenStream,
    /// A variable for the key where each field is one, if it has to be made and is asked for.
    pub(super) made: Option<TokenStream>,
    /// The key where each field is a variable.
    pub(super) of_fields: TokenStream,
}

pub(super) fn of(model: &Model) -> Key {
    let mut key = primary(model);
    if model.reverse.is_empty() {
        return key;
    }
    if model.own_key().is_none() {
        // Once, however many relations ask for it.
        let made = key.of_fields;
        key.made = Some(quote!([__key #made]));
        key.of_fields = quote!(__key);
    }
    if alternate_keys(model).next().is_some() {
        let others = alternate_keys(model).map(|(index, Field { ident, .. })| quote!((#index, &#ident)));
        let own = key.of_fields;
        key.of_fields = quote!(__o::AlternateKeys(&#own, &[#(#others),*]));
    }
    key
}

/// That each of several fields is a column that a key can have, asked where its type is written.
pub(super) fn columns(model: &Model) -> Option<TokenStream> {
    let krate = &model.krate;
    let asked =
        model.key_fields().map(|Field { ty, .. }| quote_spanned!(ty.span()=> #krate::__private::key_column::<#ty>();));
    (model.key.len() > 1).then(|| quote!(const _: () = { #(#asked)* };))
}

/// For each other column by which foreign keys can point here, a type by which they name it.
pub(super) fn alternates(model: &Model) -> TokenStream {
    alternate_keys(model).map(|(index, field)| alternate(model, index, field)).collect()
}

/// Those that can be keys: of the others the program does not compile already.
fn alternate_keys(model: &Model) -> impl Iterator<Item = (usize, &Field)> {
    let is_key =
        |field: &Field| field.alternate_key && !field.primary_key && !field.nullable && field.relation.is_none();
    model.fields.iter().enumerate().filter(move |(_, field)| is_key(field))
}

fn alternate(model: &Model, index: usize, field: &Field) -> TokenStream {
    let Model { krate, vis, ident: model, .. } = model;
    let Field { ident, ty, .. } = field;
    let name = format_ident!("{}By{}", model, pascal_case(&field.name()), span = ident.span());
    let doc = format!(
        "By which foreign keys point at a [`{model}`] where they hold its `{}`: `ForeignKey<{model}, {name}>`.",
        field.name()
    );
    quote_spanned! {ty.span()=>
        #[doc = #doc]
        #[derive(Debug, Clone, Copy)]
        #[allow(dead_code)]
        #vis enum #name {}

        #[automatically_derived]
        impl #krate::__private::TargetKey<#model> for #name {
            type Key = #ty;
            const COLUMN: ::core::option::Option<usize> = ::core::option::Option::Some(#index);

            fn of(row: &#model) -> #ty {
                ::core::clone::Clone::clone(&row.#ident)
            }
        }
    }
}

fn primary(model: &Model) -> Key {
    let fields: Vec<&Field> = model.key_fields().collect();
    let of_row = parts(&fields, &quote!(self.));
    let of_fields = parts(&fields, &quote!());
    let composite = quote!(__o::SINGLE);
    match (fields.as_slice(), model.key.as_slice()) {
        (&[field], &[index]) if field.relation.is_none() => {
            let (ident, ty) = (&field.ident, &field.base);
            Key { ty: quote!(#ty), index, composite, of_row, made: None, of_fields: quote!(#ident) }
        }
        (&[field], &[index]) => Key { ty: part_type(&field.ty), index, composite, of_row, made: None, of_fields },
        _ => {
            let types = fields.iter().map(|field| part_type(&field.ty));
            let names: Vec<_> = fields.iter().map(|field| field.name()).collect();
            let (name, parts, ident) = (format!("({})", names.join(", ")), &model.key, &model.ident);
            Key {
                ty: quote_spanned!(ident.span()=> __o::Composite<(#(#types),*)>),
                index: model.fields.len(),
                composite: quote!(::core::option::Option::Some(&__o::composite_key::<#ident>(#name, &[#(#parts),*]))),
                of_row: quote!(__o::Composite((#of_row))),
                made: None,
                of_fields: quote!(__o::Composite((#of_fields))),
            }
        }
    }
}

/// What the key holds of each field, written where the field's type is, so that the compiler complains of it there.
fn parts(fields: &[&Field], before: &TokenStream) -> TokenStream {
    let parts = fields.iter().map(|field| {
        let ident = &field.ident;
        quote_spanned!(field.ty.span()=> __o::KeyPart::key_part(&#before #ident))
    });
    quote!(#(#parts),*)
}

fn part_type(ty: &Type) -> TokenStream {
    quote_spanned!(ty.span()=> <#ty as __o::KeyPart>::Key)
}
