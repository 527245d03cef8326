//! What a struct that was refused gets: the traits of a model with nothing in them. The program does not compile for
//! what is wrong with the struct; this keeps every place that uses it from being an error, too.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Type, parse_quote};

use super::{fields_ident, new_ident};
use crate::ir::Model;
use crate::written;

/// `impl Model` and `impl NewModel` without meaning.
pub(super) fn implementation(model: &Model) -> TokenStream {
    let Model { krate, ident, .. } = model;
    let (fields_name, new, key) = (fields_ident(model), new_ident(model), key(model));
    let name = ident.to_string();
    quote! {
        static TABLE: #krate::schema::Table = #krate::schema::Table {
            model: #name,
            name: #name,
            columns: &[],
            primary_key: 0,
            relations: &[],
            indexes: &[],
            ordering: &[],
        };

        impl #krate::model::Model for #ident {
            type Key = #key;
            type Fields<P: #krate::path::Path<Target = Self>> = #fields_name<P>;
            type New = #new;
            type Create = <Self as #krate::__private::Start>::Empty;
            const TABLE: &'static #krate::schema::Table = &TABLE;

            fn create() -> Self::Create {
                loop {}
            }

            fn key(&self) -> &Self::Key {
                loop {}
            }

            fn column(&self, _: usize) -> #krate::value::Value<'_> {
                loop {}
            }

            fn read(_: &mut dyn #krate::value::RowReader) -> #krate::value::ReadResult<Self> {
                loop {}
            }

            fn read_column(&mut self, _: usize, _: &mut dyn #krate::value::RowReader) -> #krate::value::ReadResult<()> {
                loop {}
            }

            fn touch(&mut self, _: #krate::__private::Now) {}
        }

        impl #krate::model::NewModel for #new {
            type Model = #ident;

            fn fill(&mut self, _: #krate::__private::Now) {}

            fn is_set(&self, _: usize) -> bool {
                loop {}
            }

            fn column(&self, _: usize) -> #krate::value::Value<'_> {
                loop {}
            }

            fn read_column(&mut self, _: usize, _: &mut dyn #krate::value::RowReader) -> #krate::value::ReadResult<()> {
                loop {}
            }

            fn into_model(self) -> ::core::option::Option<#ident> {
                loop {}
            }
        }
    }
}

/// The key's type where it can be one, and else the one that it most likely becomes.
fn key(model: &Model) -> Type {
    let key = model.fields.get(model.primary_key).filter(|field| field.primary_key).map(|field| &field.base);
    let is_key = |ty: &&Type| ["i32", "i64", "String", "Uuid"].iter().any(|name| written::ends_in(ty, name));
    key.filter(is_key).cloned().unwrap_or_else(|| parse_quote!(i64))
}
