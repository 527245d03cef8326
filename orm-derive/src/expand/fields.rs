//! `UserFields<P>`: the columns and relations at the end of a path.

use proc_macro2::TokenStream;
use quote::quote;

use super::fields_ident;
use crate::ir::Model;

/// The struct, with one field for each of the model's.
pub(super) fn structure(model: &Model) -> TokenStream {
    let Model { krate, vis, ident, .. } = model;
    let name = fields_ident(model);
    let doc = format!("The fields of [`{ident}`] in queries, at the end of the path `P`.");
    let mut relation = 0_usize;
    let fields = model.fields.iter().map(|field| {
        let (ident, vis, ty, docs) = (&field.ident, &field.vis, &field.ty, &field.docs);
        let ty = if field.relation.is_some() {
            relation += 1;
            let number = relation - 1;
            quote!(#krate::field::ToOne<P, #number>)
        } else {
            quote!(#krate::field::Column<P, #ty>)
        };
        quote! {
            #(#docs)*
            #vis #ident: #ty
        }
    });
    quote! {
        #[doc = #doc]
        #[allow(missing_docs, missing_debug_implementations, dead_code)]
        #vis struct #name<P> {
            #(#fields,)*
        }
    }
}

/// Its one value.
pub(super) fn implementation(model: &Model) -> TokenStream {
    let ident = &model.ident;
    let name = fields_ident(model);
    let fields = model.fields.iter().enumerate().map(|(index, field)| {
        let ident = &field.ident;
        if field.relation.is_some() { quote!(#ident: __o::ToOne::NEW) } else { quote!(#ident: __o::Column::new(#index)) }
    });
    quote! {
        impl<P: __o::Path<Target = #ident>> __o::FieldSet for #name<P> {
            const REF: &'static Self = &#name { #(#fields,)* };
        }
    }
}
