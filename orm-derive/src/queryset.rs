//! `#[orm::queryset]`: methods of one's own for the querysets of a model.
//!
//! `QuerySet` is a type of another crate, which Rust lets nobody add methods to but by a trait. This makes the trait of what is
//! written as if it were the program's own type.

mod header;
mod methods;
mod taken;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::{Attribute, ItemImpl};

use crate::ctxt::Ctxt;
use header::Header;
use methods::Methods;

/// The trait and its implementation, or the errors in place of them.
pub(crate) fn queryset(options: TokenStream, item: TokenStream) -> TokenStream {
    let mut ctxt = Ctxt::default();
    let block = match syn::parse2::<ItemImpl>(item.clone()) {
        Ok(block) => block,
        Err(_) if !begins_impl(&item) => {
            ctxt.error(item, "`#[orm::queryset]` stands above `impl QuerySet<Model> { .. }`");
            return ctxt.into_compile_errors();
        }
        Err(error) => return error.to_compile_error(),
    };
    let header = header::of(&block, options, &mut ctxt);
    let methods = methods::of(&block, &mut ctxt);
    match header {
        Some(header) if ctxt.count() == 0 => expand(&block, &header, &methods),
        _ => ctxt.into_compile_errors(),
    }
}

fn begins_impl(item: &TokenStream) -> bool {
    let mut words = item.clone().into_iter().skip_while(|token| !matches!(token, proc_macro2::TokenTree::Ident(_)));
    words.next().is_some_and(|word| word.to_string() == "impl")
}

fn expand(block: &ItemImpl, header: &Header, methods: &Methods) -> TokenStream {
    let (Header { name, model }, Methods { visibility, signatures, bodies }) = (header, methods);
    let (docs, others): (Vec<&Attribute>, Vec<&Attribute>) =
        block.attrs.iter().partition(|attr| attr.path().is_ident("doc"));
    let (generics, queryset) = (&block.generics, &block.self_ty);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    // A trait without the parameter is easier to name, and most need none.
    let (parameters, arguments) = match methods::mention(signatures, generics) {
        true => (quote!(#impl_generics), generics.split_for_impl().1.to_token_stream()),
        false => (TokenStream::new(), TokenStream::new()),
    };
    let own = format!("What can be asked of querysets of `{model}`.");
    let own = docs.is_empty().then(|| quote!(#[doc = #own]));
    quote! {
        #own #(#docs)* #(#others)*
        #visibility trait #name #parameters: ::core::marker::Sized {
            #(#signatures)*
        }

        #(#others)*
        impl #impl_generics #name #arguments for #queryset #where_clause {
            #(#bodies)*
        }
    }
}
