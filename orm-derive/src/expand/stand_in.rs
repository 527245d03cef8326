//! What a struct that was refused gets: the traits of a model with nothing in them. The program does not compile for
//! what is wrong with the struct; this keeps every place that uses it from being an error, too.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Ident, Type, parse_quote};

use super::{fields_ident, new_ident};
use crate::ir::{Field, Model};
use crate::written;

/// `impl Model` and `impl NewModel` without meaning.
pub(super) fn of(model: &Model) -> TokenStream {
    let (krate, ident) = (&model.krate, &model.ident);
    let (fields_name, new, key) = (fields_ident(model), new_ident(model), key(model));
    let name = ident.to_string();
    quote! {
        #[automatically_derived]
        const _: () = {
            use #krate::__private as __o;

            static TABLE: __o::Table = __o::Table {
                model: #name,
                name: #name,
                columns: &[],
                primary_key: 0,
                composite_key: __o::SINGLE,
                relations: &[],
                reverse: &[],
                indexes: &[],
                ordering: &[],
            };

            impl #krate::model::Model for #ident {
                type Key = #key;
                type Fields<P: __o::Path<Target = Self>> = #fields_name<P>;
                type New = #new;
                type Create = <Self as __o::Empty>::New;
                type Patch = #new<__o::Partial>;
                const TABLE: &'static __o::Table = &TABLE;

                fn create() -> Self::Create {
                    loop {}
                }

                fn patch() -> Self::Patch {
                    loop {}
                }

                fn key(&self) -> Self::Key {
                    loop {}
                }

                fn cells<'a>(&'a self, _: &mut dyn FnMut(&[&'a dyn __o::Cell])) {}

                fn cells_mut(&mut self, _: &mut dyn FnMut(&mut [&mut dyn __o::Cell])) {}

                fn read(_: &mut dyn __o::RowReader) -> __o::ReadResult<Self> {
                    loop {}
                }
            }

            impl<S> #krate::model::NewRow for #new<S> {
                type Model = #ident;

                fn unset() -> Self {
                    loop {}
                }

                fn row(&self) -> &dyn __o::Row {
                    &()
                }

                fn row_mut(&mut self) -> &mut dyn __o::Row {
                    loop {}
                }
            }

            impl #krate::model::NewModel for #new {
                fn into_model(self) -> ::core::option::Option<#ident> {
                    loop {}
                }
            }
        };
    }
}

/// The key's type where it can be one, and else the one that it most likely becomes.
fn key(model: &Model) -> Type {
    let is_key =
        |ty: &Type| ["i16", "i32", "i64", "String", "Uuid", "NaiveDate"].iter().any(|name| written::ends_in(ty, name));
    let part = |field: &Field| -> Type { if is_key(&field.base) { field.base.clone() } else { parse_quote!(i64) } };
    let parts: Vec<Type> = model.key_fields().map(part).collect();
    match parts.as_slice() {
        [] => parse_quote!(i64),
        [key] => key.clone(),
        parts => parse_quote!(__o::Composite<(#(#parts),*)>),
    }
}

/// `impl Field` without meaning.
pub(crate) fn field(ident: &Ident) -> TokenStream {
    quote! {
        #[automatically_derived]
        impl ::orm::value::Field for #ident {
            const TYPE: ::orm::value::SqlType = ::orm::value::SqlType::Text;

            fn to_value(&self) -> ::orm::value::Value<'_> {
                loop {}
            }

            fn read(
                _: &mut dyn ::orm::value::RowReader,
            ) -> ::orm::value::ReadResult<::core::option::Option<Self>> {
                loop {}
            }
        }
    }
}
