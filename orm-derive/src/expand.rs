//! The code that a model gets: plain data and thin functions that call ordinary ones of the library.
//!
//! Beside the struct stand two types that programs name, `UserFields<P>` and `NewUser`; everything else is an
//! implementation, in a block of its own so that no other name appears.

mod builder;
mod columns;
mod db_enum;
mod fields;
mod model;
mod newtype;
mod registration;
mod relations;
mod stand_in;

pub(crate) use db_enum::db_enum;
pub(crate) use newtype::newtype;
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{format_ident, quote};
pub(crate) use stand_in::field as field_stand_in;

use crate::check;
use crate::ir::Model;

/// Everything that the derive adds.
pub(crate) fn model(model: &Model) -> TokenStream {
    let implementations = [
        fields::implementation(model),
        model::implementation(model),
        builder::implementation(model),
        relations::implementations(model),
        registration::implementation(model),
    ];
    assembled(model, &implementations)
}

/// What a struct with mistakes gets, so that each is reported where it is, and not wherever the struct is used.
pub(crate) fn stand_in(mut model: Model) -> TokenStream {
    let key = model.fields.get(model.primary_key).map(|field| field.ident.clone());
    model.fields.retain(|field| !check::is_refused(field));
    model.primary_key = model.fields.iter().position(|field| Some(&field.ident) == key.as_ref()).unwrap_or_default();
    model.checks.clear();
    let implementations = [
        fields::implementation(&model),
        stand_in::implementation(&model),
        builder::stand_in(&model),
        relations::implementations(&model),
        registration::implementation(&model),
    ];
    assembled(&model, &implementations)
}

fn assembled(model: &Model, implementations: &[TokenStream]) -> TokenStream {
    let krate = &model.krate;
    let types = [fields::structure(model), builder::structure(model)];
    let names_of_missing = builder::missing(model);
    quote! {
        #(#types)*

        #[automatically_derived]
        const _: () = {
            use #krate::__private as __o;

            #(#implementations)*
        };

        #[allow(non_camel_case_types, missing_docs, unreachable_pub, dead_code)]
        const _: () = {
            #names_of_missing
        };
    }
}

/// `UserFields` for `User`.
fn fields_ident(model: &Model) -> Ident {
    format_ident!("{}Fields", model.ident)
}

/// `NewUser` for `User`.
fn new_ident(model: &Model) -> Ident {
    format_ident!("New{}", model.ident)
}

/// The code as if it were written at this place: what the compiler says about it points there, and not at the macro.
fn at(code: TokenStream, span: Span) -> TokenStream {
    let moved = code.into_iter().map(|token| match token {
        TokenTree::Group(group) => {
            let mut moved = Group::new(group.delimiter(), at(group.stream(), span));
            moved.set_span(span);
            TokenTree::Group(moved)
        }
        mut token => {
            token.set_span(span);
            token
        }
    });
    moved.collect()
}
