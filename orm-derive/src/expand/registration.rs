//! `impl Registered`, and the entry in the program's list of models.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Model;

pub(super) fn implementation(model: &Model) -> TokenStream {
    let ident = &model.ident;
    let checks = model.checks.iter().map(|check| {
        let (name, closure) = (&check.name, &check.closure);
        quote!(__o::Check { name: #name, condition: __o::condition::<#ident>(#closure) })
    });
    let checks = if model.checks.is_empty() {
        quote!(::std::vec::Vec::new)
    } else {
        quote! {
            || {
                #[allow(unused_imports)]
                use __o::{Operators as _, TextOperators as _};
                ::std::vec![#(#checks),*]
            }
        }
    };
    quote! {
        impl __o::Registered for #ident {
            const REGISTRATION: __o::Registration = __o::Registration { table: &TABLE, checks: #checks };
        }

        __o::inventory::submit! {
            <#ident as __o::Registered>::REGISTRATION
        }
    }
}
