//! The primary key: one field, or several together.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use crate::ir::{Field, Model};

/// What the template is told of it.
pub(super) struct Key {
    pub(super) ty: TokenStream,
    /// Its number among the columns, or the one after the last.
    pub(super) index: usize,
    /// Which columns it has, where it is several.
    pub(super) composite: TokenStream,
    /// The key of a row that is at hand as `self`.
    pub(super) of_row: TokenStream,
    /// The key where each field is a variable.
    pub(super) of_fields: TokenStream,
}

pub(super) fn of(model: &Model) -> Key {
    let fields: Vec<&Field> = model.key_fields().collect();
    let of_row = parts(&fields, &quote!(self.));
    let of_fields = parts(&fields, &quote!());
    let composite = quote!(__o::SINGLE);
    match (fields.as_slice(), model.key.as_slice()) {
        (&[field], &[index]) if field.relation.is_none() => {
            let (ident, ty) = (&field.ident, &field.base);
            Key { ty: quote!(#ty), index, composite, of_row, of_fields: quote!(#ident) }
        }
        (&[field], &[index]) => Key { ty: part_type(&field.ty), index, composite, of_row, of_fields },
        _ => {
            let types = fields.iter().map(|field| part_type(&field.ty));
            let names: Vec<_> = fields.iter().map(|field| field.name()).collect();
            let (name, parts, ident) = (format!("({})", names.join(", ")), &model.key, &model.ident);
            Key {
                ty: quote_spanned!(ident.span()=> __o::Composite<(#(#types),*)>),
                index: model.fields.len(),
                composite: quote!(::core::option::Option::Some(&__o::composite_key::<#ident>(#name, &[#(#parts),*]))),
                of_row: quote!(__o::Composite((#of_row))),
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
