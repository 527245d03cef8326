//! `impl RelationTo<R>` for each foreign key.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Model;

pub(super) fn implementations(model: &Model) -> TokenStream {
    let (krate, ident) = (&model.krate, &model.ident);
    let relations = model.fields.iter().filter_map(|field| Some((field, field.relation.as_ref()?)));
    let implementations = relations.enumerate().map(|(number, (field, relation))| {
        let (ty, target) = (&field.ty, &relation.target);
        quote! {
            impl __o::RelationTo<#number> for #ident {
                type Target = #target;
                type Nullability = <#ty as #krate::value::ColumnType>::Nullability;
            }
        }
    });
    quote!(#(#implementations)*)
}
