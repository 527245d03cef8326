//! The code that a model gets: plain data and thin functions that call ordinary ones of the library.
//!
//! Beside the struct stand two types that programs name, `UserFields<P>` and `NewUser`; everything else is an
//! implementation, in a block of its own so that no other name appears.

mod builder;
mod columns;
mod fields;
mod model;
mod registration;
mod relations;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::ir::Model;

/// Everything that the derive adds.
pub(crate) fn model(model: &Model) -> TokenStream {
    let types = [fields::structure(model), builder::structure(model)];
    let implementations = [
        fields::implementation(model),
        model::implementation(model),
        builder::implementation(model),
        relations::implementations(model),
        registration::implementation(model),
    ];
    let names_of_missing = builder::missing(model);
    quote! {
        #(#types)*

        #[automatically_derived]
        const _: () = {
            #(#implementations)*
        };

        #[automatically_derived]
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

/// The arms of a match over a column's index. The last one stands for every index, because there is no other.
fn arms(arms: impl ExactSizeIterator<Item = TokenStream>) -> TokenStream {
    let last = arms.len().saturating_sub(1);
    let arms =
        arms.enumerate().map(|(index, arm)| if index == last { quote!(_ => #arm,) } else { quote!(#index => #arm,) });
    quote!(#(#arms)*)
}
