//! `impl Registered`, and the entry in the program's list of models.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Model;

pub(super) fn implementation(model: &Model) -> TokenStream {
    let Model { krate, ident, .. } = model;
    let checks = model.checks.iter().map(|check| {
        let (name, closure) = (&check.name, &check.closure);
        quote! {
            #krate::sql::Check { name: #name, condition: #krate::__private::condition::<#ident>(#closure) }
        }
    });
    quote! {
        impl #krate::database::Registered for #ident {
            const REGISTRATION: #krate::database::Registration = #krate::database::Registration {
                table: &TABLE,
                checks: || {
                    #[allow(unused_imports, reason = "the conditions may need them")]
                    use #krate::expr::{Operators as _, TextOperators as _};
                    ::std::vec![#(#checks),*]
                },
            };
        }

        #krate::__private::inventory::submit! {
            <#ident as #krate::database::Registered>::REGISTRATION
        }
    }
}
