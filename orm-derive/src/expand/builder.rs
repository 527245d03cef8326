//! `NewUser`: a row that is being made. It has one type parameter for each required field: the marker `Set`, or
//! before the field is set a type of the field's own name, which is what the compiler then complains of.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Index, Type};

use super::{arms, at, new_ident};
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
        #[allow(non_camel_case_types, reason = "the parameters are named like the fields")]
        #vis struct #name<#(#parameters = #krate::model::Set),*> {
            row: (#(::core::option::Option<#types>,)*),
            set: ::core::marker::PhantomData<fn() -> (#(#parameters,)*)>,
        }

        #[automatically_derived]
        #[allow(dead_code, non_camel_case_types, reason = "not every program sets every field")]
        impl<#(#parameters),*> #name<#(#parameters),*> {
            #(#setters)*
        }
    }
}

/// Awaiting it, and what the library asks of it.
pub(super) fn implementation(model: &Model) -> TokenStream {
    let Model { krate, ident, .. } = model;
    let name = new_ident(model);
    let awaiting = awaiting(model);
    let rows: Vec<_> = (0..model.fields.len()).map(Index::from).collect();
    let types: Vec<_> = model.fields.iter().map(|field| &field.ty).collect();
    let fields = || rows.iter().zip(&types);
    let is_set = arms(rows.iter().map(|row| quote!(#krate::__private::is_set(&self.row.#row))));
    let values =
        arms(fields().map(|(row, ty)| quote!(<#ty as #krate::value::ColumnType>::to_new_column(&self.row.#row))));
    let assign = arms(fields().map(|(row, ty)| {
        let read = quote!(<#ty as #krate::value::ColumnType>::read_column(row)?);
        quote!(self.row.#row = ::core::option::Option::Some(#read))
    }));
    let idents = model.fields.iter().map(|field| &field.ident);
    let fills: Vec<_> =
        model.fields.iter().enumerate().filter_map(|(index, field)| fill(model, index, field)).collect();
    quote! {
        #awaiting

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

/// Awaiting creates the row. The complete builder becomes a future. One that lacks a field would be a future by itself
/// if the field were given, which is why the compiler names the field and not the builder.
pub(super) fn awaiting(model: &Model) -> TokenStream {
    let Model { krate, ident, .. } = model;
    let name = new_ident(model);
    let incomplete = incomplete(model);
    quote! {
        #[diagnostic::do_not_recommend]
        impl ::core::future::IntoFuture for #name {
            type Output = #krate::Result<#ident>;
            type IntoFuture = #krate::database::BoxFuture<'static, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                #krate::__private::create(self)
            }
        }

        #incomplete
    }
}

/// `impl Future` for no builder at all: its first parameter has to be given, then its second, and so on, and at the end
/// stands what never holds. The compiler reports the first that is not given.
fn incomplete(model: &Model) -> Option<TokenStream> {
    let Model { krate, ident, .. } = model;
    let name = new_ident(model);
    let parameters = parameters(model);
    let (first, rest) = parameters.split_first()?;
    let steps: Vec<_> = rest.iter().map(|parameter| format_ident!("{parameter}__given")).collect();
    let last = format_ident!("{ident}__given");
    let subjects = std::iter::once(first).chain(&steps);
    let nexts = rest.iter().chain([ident]);
    let results = steps.iter().chain([&last]);
    let code = quote! {
        #[doc(hidden)]
        #[allow(non_camel_case_types, reason = "the parameters are named like the fields")]
        impl<#(#parameters,)* #(#steps,)* #last> ::core::future::Future for #name<#(#parameters),*>
        where
            #(#subjects: #krate::model::Given<#ident, Then<#nexts> = #results>,)*
            #last: #krate::__private::Never,
        {
            type Output = #krate::Result<#ident>;

            fn poll(
                self: ::core::pin::Pin<&mut Self>,
                _: &mut ::core::task::Context<'_>,
            ) -> ::core::task::Poll<Self::Output> {
                ::core::task::Poll::Pending
            }
        }
    };
    Some(at(code, ident.span()))
}

/// The types that stand for required fields which are not set. They have a block of their own, where a field named
/// like a type hides nothing.
pub(super) fn missing(model: &Model) -> TokenStream {
    let Model { krate, ident, .. } = model;
    let name = new_ident(model);
    let required: Vec<_> = required(model).map(|(_, field)| &field.ident).collect();
    let types = required.iter().map(|field| {
        let code = quote! {
            #[allow(non_camel_case_types, missing_docs, unreachable_pub, dead_code, reason = "named like the field")]
            pub struct #field;
        };
        at(code, field.span())
    });
    quote! {
        #(#types)*

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
    let after = required(model).map(|(other, field)| {
        if other == index {
            quote!(#krate::model::Set)
        } else {
            let parameter = parameter(field);
            quote!(#parameter)
        }
    });
    let row = Index::from(index);
    // Where the type is written, so that the compiler shows the field when a value of another type is given.
    let value = at(quote!(impl #krate::model::IntoField<#ty>), ty.span());
    quote! {
        #[doc = #doc]
        #[doc = ""]
        #(#docs)*
        #vis fn #ident(mut self, value: #value) -> #name<#(#after),*> {
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
    required(model).map(|(_, field)| parameter(field)).collect()
}

/// `__username` for `username`: the compiler shows these names, and nothing else is called like this.
fn parameter(field: &Field) -> Ident {
    format_ident!("__{}", field.ident.unraw())
}
