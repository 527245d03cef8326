//! The code of a projection whose rows can stand in place of a table.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;

use crate::ir::{Projection, TableName};
use crate::written;

pub(super) fn derived_table(projection: &Projection, table: &TableName) -> TokenStream {
    let Projection { ident, vis, krate, fields, .. } = projection;
    let name = ident.unraw().to_string();
    let (fields_ident, width, table) = (format_ident!("{}Fields", ident), fields.len(), &table.name);
    let doc = format!("The columns of [`{ident}`] in queries about such rows, at the end of the path `P`.");
    let mut relations = TokenStream::new();
    let mut number = 0_usize;
    let mut entries = TokenStream::new();
    for (index, field) in fields.iter().enumerate() {
        let (docs, vis, ident, ty) = (&field.docs, &field.vis, &field.ident, &field.ty);
        let name = ident.unraw().to_string();
        let base = written::argument_of(ty, "Option").unwrap_or(ty);
        let Some((target, by)) = written::foreign_key(base, "ForeignKey") else {
            entries.extend(quote!({ [#(#docs)* #vis] #ident: Column [#ty] (#index) #name #ty }));
            continue;
        };
        entries.extend(quote!({ [#(#docs)* #vis] #ident: ToOne [#number] () #name #ty }));
        let (by, column) = match by {
            Some(by) => (quote!(#by), quote_spanned!(by.span()=> <#by as __o::TargetKey<#target>>::COLUMN)),
            None => (quote!(__o::PrimaryKey), quote!(::core::option::Option::None)),
        };
        relations.extend(quote!({ #number #index #name #target, #by, #ty, #column }));
        number += 1;
    }
    let columns = 0..fields.len();
    quote! {
        #krate::__private::derived_table! {
            { #vis } #ident #fields_ident #doc #name #table #width [#(#columns),*]
            { #entries }
            { #relations }
        }
    }
}
