use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ReturnType;
use syn::spanned::Spanned as _;

use super::{Function, Options, Signature};
use crate::test_fn::options::{Database, Models};

/// One test where no database is named, else a module of the function's name with a test for each.
pub(super) fn tests(function: &Function, options: &Options, signature: &Signature) -> TokenStream {
    let Signature { of_tests, of_all, docs, of_function, .. } = signature;
    let (name, output, visibility) = (&function.head.ident, &function.head.output, &function.visibility);
    let krate = options.krate();
    if options.databases.is_empty() {
        let run = run(function, options, signature, &quote!(#krate::__private::On::Sqlite));
        return quote! {
            #(#of_all)* #(#docs)* #(#of_function)* #(#of_tests)*
            #[::core::prelude::v1::test]
            #visibility fn #name() #output { #run }
        };
    }
    let run = run(function, options, signature, &quote!(on));
    // What the function gives is told by types that are not in scope in the module.
    let outcome = match output {
        ReturnType::Default => TokenStream::new(),
        ReturnType::Type(..) => quote!(-> impl ::std::process::Termination),
    };
    let tests = options.databases.iter().map(|database| {
        let (test, on) = match database {
            Database::Sqlite => ("sqlite", quote!(Sqlite)),
            Database::Postgres => ("postgres", quote!(Postgres)),
        };
        let test = Ident::new(test, Span::call_site());
        quote! {
            #(#of_tests)*
            #[::core::prelude::v1::test]
            fn #test() #outcome { super::#name(#krate::__private::On::#on) }
        }
    });
    quote! {
        #(#of_all)* #(#of_function)*
        #[cfg(test)]
        fn #name(on: #krate::__private::On) #output { #run }

        #(#of_all)* #(#docs)*
        #[cfg(test)]
        #visibility mod #name { #(#tests)* }
    }
}

/// The body of a test: the function itself, and how it is run.
fn run(function: &Function, options: &Options, signature: &Signature, on: &TokenStream) -> TokenStream {
    let (head, body, name, krate) = (&function.head, &function.body, &function.head.ident, options.krate());
    let (url, transaction) = (or_none(options.url.as_ref().map(url)), options.transaction);
    let builder = or_none(options.builder.as_ref().map(|builder| quote!(|| #builder)));
    let models = or_none(options.models.as_ref().map(|models| match models {
        Models::Listed(models) => quote!(#krate::models![#(#models),*]),
        Models::Shared(models) => quote!(#models),
    }));
    let flavor = if options.multi_thread { quote!(new_multi_thread) } else { quote!(new_current_thread) };
    let call = match &signature.db {
        // A type that is not the database's is an error where it is written, and yet the code is this macro's.
        Some(db) => quote_spanned!(db.ty.span().resolved_at(Span::call_site())=> |db| #name(db)),
        None => quote!(|_| #name()),
    };
    quote! {
        #head #body
        let setup = #krate::__private::Setup {
            on: #on, url: #url, builder: #builder, models: #models, transaction: #transaction,
        };
        let runtime = &mut #krate::__private::tokio::runtime::Builder::#flavor();
        #krate::__private::run_test(&setup, runtime, #call)
    }
}

fn url(url: &syn::Expr) -> TokenStream {
    quote!(|| ::std::string::ToString::to_string(&#url))
}

fn or_none(value: Option<TokenStream>) -> TokenStream {
    value.map_or_else(|| quote!(::core::option::Option::None), |value| quote!(::core::option::Option::Some(#value)))
}
