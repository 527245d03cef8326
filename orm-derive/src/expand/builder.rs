//! `NewUser`: a row that is being made. It has one type parameter for each required field: the marker `Set`, or
//! before the field is set a type of the field's own name, which is what the compiler then complains of.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::{Index, Type};

use super::{arms, new_ident};
use crate::ir::{Auto, Field, Model};
use crate::written;

/// The struct and its setters.
pub(super) fn structure(model: &Model) -> TokenStream {
    let Model { krate, vis, ident, .. } = model;
    let name = new_ident(model);
    let doc = format!(
        "A new [`{ident}`]: set its fields, then await it. Without parameters it is one with every required field set."
    );
    let types = model.fields.iter().map(|field| &field.ty);
    let parameters = parameters(model);
    let setters = model.fields.iter().enumerate().map(|(index, field)| setter(model, index, field));
    quote! {
        #[doc = #doc]
        #[must_use = "nothing is created until it is awaited"]
        #vis struct #name<#(#parameters = #krate::model::Set),*> {
            row: (#(::core::option::Option<#types>,)*),
            set: ::core::marker::PhantomData<fn() -> (#(#parameters,)*)>,
        }

        #[automatically_derived]
        #[allow(dead_code, reason = "not every program sets every field")]
        impl<#(#parameters),*> #name<#(#parameters),*> {
            #(#setters)*
        }
    }
}

/// Awaiting it, and what the library asks of it.
pub(super) fn implementation(model: &Model) -> TokenStream {
    let Model { krate, ident, .. } = model;
    let name = new_ident(model);
    let parameters = parameters(model);
    let rows: Vec<_> = (0..model.fields.len()).map(Index::from).collect();
    let is_set = arms(rows.iter().map(|row| quote!(self.row.#row.is_some())));
    let values = arms(rows.iter().map(|row| quote!(#krate::__private::column(&self.row.#row))));
    let assign =
        arms(rows.iter().map(
            |row| quote!(self.row.#row = ::core::option::Option::Some(#krate::value::ColumnType::read_column(row)?)),
        ));
    let idents = model.fields.iter().map(|field| &field.ident);
    let fills: Vec<_> =
        model.fields.iter().enumerate().filter_map(|(index, field)| fill(model, index, field)).collect();
    quote! {
        impl<#(#parameters: #krate::model::Given),*> ::core::future::IntoFuture for #name<#(#parameters),*> {
            type Output = #krate::Result<#ident>;
            type IntoFuture = #krate::database::BoxFuture<'static, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                #krate::__private::create::<#name>(#name { row: self.row, set: ::core::marker::PhantomData })
            }
        }

        impl #krate::model::NewModel for #name {
            type Model = #ident;

            fn fill(&mut self, now: #krate::__private::Now) {
                let _ = now;
                #(#fills)*
            }

            fn is_set(&self, column: usize) -> bool {
                match column { #is_set }
            }

            fn column(&self, column: usize) -> #krate::value::Value<'_> {
                match column { #values }
            }

            fn read_column(
                &mut self,
                column: usize,
                row: &mut dyn #krate::value::RowReader,
            ) -> #krate::value::ReadResult<()> {
                match column { #assign }
                ::core::result::Result::Ok(())
            }

            fn into_model(self) -> ::core::option::Option<#ident> {
                ::core::option::Option::Some(#ident { #(#idents: self.row.#rows?,)* })
            }
        }

        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #krate::__private::debug_new(self, f)
            }
        }
    }
}

/// The types that stand for required fields which are not set. They have a block of their own, where a field named
/// like a type hides nothing.
pub(super) fn missing(model: &Model) -> TokenStream {
    let Model { krate, ident, .. } = model;
    let name = new_ident(model);
    let required: Vec<_> = required(model).map(|(_, field)| &field.ident).collect();
    quote! {
        #(
            #[allow(non_camel_case_types, missing_docs, unreachable_pub, dead_code, reason = "named like the field")]
            pub struct #required;
        )*

        impl #krate::__private::Start for #ident {
            type Empty = #name<#(#required),*>;
        }
    }
}

fn setter(model: &Model, index: usize, field: &Field) -> TokenStream {
    let krate = &model.krate;
    let (ident, vis, ty, docs) = (&field.ident, &field.vis, &field.ty, &field.docs);
    let doc = format!("Sets `{}`.", field.name());
    let name = new_ident(model);
    let after = required(model).map(|(other, _)| {
        if other == index {
            quote!(#krate::model::Set)
        } else {
            let p = parameter(other);
            quote!(#p)
        }
    });
    let row = Index::from(index);
    quote! {
        #[doc = #doc]
        #[doc = ""]
        #(#docs)*
        #vis fn #ident(mut self, value: impl #krate::model::IntoField<#ty>) -> #name<#(#after),*> {
            self.row.#row = ::core::option::Option::Some(#krate::model::IntoField::into_field(value));
            #name { row: self.row, set: ::core::marker::PhantomData }
        }
    }
}

/// What fills a field that the program left out; nothing where it must not, or where the database does.
fn fill(model: &Model, index: usize, field: &Field) -> Option<TokenStream> {
    let krate = &model.krate;
    let (ty, base, row) = (&field.ty, &field.base, Index::from(index));
    if index == model.primary_key {
        return Some(quote! {
            if self.row.#row.is_none() {
                self.row.#row = <#base as #krate::value::Key>::make();
            }
        });
    }
    let value = match (&field.default, field.auto) {
        (Some(default), _) => quote!(#krate::model::IntoField::<#ty>::into_field(#default)),
        (None, Some(Auto::Now | Auto::NowAdd)) => quote!(#krate::__private::at::<#base, #ty>(now)),
        (None, None) if field.nullable && field.db_default.is_none() => quote!(::core::option::Option::None),
        (None, None) => return None,
    };
    Some(quote! {
        if self.row.#row.is_none() {
            self.row.#row = ::core::option::Option::Some(#value);
        }
    })
}

/// The fields that have no value unless the program gives one.
fn required(model: &Model) -> impl Iterator<Item = (usize, &Field)> {
    model.fields.iter().enumerate().filter(|(index, field)| {
        let made = *index == model.primary_key && !is_string(&field.base);
        let filled = field.nullable || field.default.is_some() || field.db_default.is_some() || field.auto.is_some();
        !made && !filled
    })
}

fn is_string(ty: &Type) -> bool {
    written::last_segment(ty).is_some_and(|segment| segment.ident == "String")
}

fn parameters(model: &Model) -> Vec<Ident> {
    required(model).map(|(index, _)| parameter(index)).collect()
}

fn parameter(index: usize) -> Ident {
    format_ident!("__F{index}")
}
