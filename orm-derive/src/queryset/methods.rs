use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::{
    Attribute, FnArg, GenericParam, Generics, ImplItem, ImplItemFn, ItemImpl, Pat, ReturnType, Signature, Visibility,
};

use super::taken;
use crate::ctxt::Ctxt;

/// The functions of the block.
pub(super) struct Methods {
    /// Of all of them, and so of the trait.
    pub(super) visibility: Visibility,
    /// What the trait says.
    pub(super) signatures: Vec<TokenStream>,
    /// What the implementation says.
    pub(super) bodies: Vec<TokenStream>,
}

pub(super) fn of(block: &ItemImpl, ctxt: &mut Ctxt) -> Methods {
    let mut functions = Vec::new();
    for item in &block.items {
        match item {
            ImplItem::Fn(function) => functions.push(function),
            other => ctxt.error(other, "`#[orm::queryset]` takes functions alone"),
        }
    }
    let visibility = functions.first().map_or(Visibility::Inherited, |first| first.vis.clone());
    let written = visibility.to_token_stream().to_string();
    for function in &functions {
        if function.vis.to_token_stream().to_string() != written {
            let message = "the functions of one block are visible in the same places, as they become one trait: \
                           write a second block, with a `name` of its own";
            ctxt.error(&function.sig.ident, message);
        }
        check(function, ctxt);
    }
    let signatures = functions.iter().map(|function| signature(function)).collect();
    let bodies = functions.iter().map(|function| body(function)).collect();
    Methods { visibility, signatures, bodies }
}

fn check(function: &ImplItemFn, ctxt: &mut Ctxt) {
    let signature = &function.sig;
    let name = &signature.ident;
    if signature.receiver().is_none() {
        ctxt.error(name, "this asks no queryset: let it take `self`, or make it a function beside the block");
    }
    if let Some(constness) = &signature.constness {
        ctxt.error(constness, "the methods of a trait cannot be `const`");
    }
    if taken::is_method(&name.to_string()) {
        ctxt.error(name, format!("`QuerySet` has a method `{name}` of its own, which would be called instead"));
    }
}

/// The function without its body, as it is seen from outside.
fn signature(function: &ImplItemFn) -> TokenStream {
    let attributes = function.attrs.iter().filter(|attr| is_of_the_trait(attr));
    let mut signature: Signature = function.sig.clone();
    for input in &mut signature.inputs {
        match input {
            FnArg::Receiver(receiver) => receiver.mutability = None,
            FnArg::Typed(typed) => *typed.pat = plain(&typed.pat),
        }
    }
    if signature.asyncness.take().is_some() {
        let output = match &signature.output {
            ReturnType::Default => quote!(()),
            ReturnType::Type(_, output) => output.to_token_stream(),
        };
        // Said, and not left to the body, so that a task can await it.
        let future = quote!(-> impl ::core::future::Future<Output = #output> + ::core::marker::Send);
        signature.output = syn::parse2(future).unwrap_or(ReturnType::Default);
    }
    quote!(#(#attributes)* #signature;)
}

/// A pattern as a function without a body has it: a name.
fn plain(pattern: &Pat) -> Pat {
    match pattern {
        Pat::Ident(name) => Pat::Ident(syn::PatIdent { mutability: None, by_ref: None, ..name.clone() }),
        _ => Pat::Wild(syn::PatWild { attrs: Vec::new(), underscore_token: <syn::Token![_]>::default() }),
    }
}

fn body(function: &ImplItemFn) -> TokenStream {
    let attributes = function.attrs.iter().filter(|attr| is_of_the_body(attr));
    let (signature, block) = (&function.sig, &function.block);
    quote!(#(#attributes)* #signature #block)
}

fn is(attribute: &Attribute, names: &[&str]) -> bool {
    names.iter().any(|name| attribute.path().is_ident(name))
}

fn is_of_the_trait(attribute: &Attribute) -> bool {
    is(attribute, &["doc", "must_use", "deprecated", "cfg", "allow", "expect"])
}

fn is_of_the_body(attribute: &Attribute) -> bool {
    !is(attribute, &["doc", "must_use", "deprecated"])
}

/// Whether a parameter of the block is named in what the trait says.
pub(super) fn mention(signatures: &[TokenStream], generics: &Generics) -> bool {
    fn has(tokens: TokenStream, name: &str) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(word) => word == name,
            TokenTree::Group(group) => has(group.stream(), name),
            _ => false,
        })
    }
    let names = generics.params.iter().map(|parameter| match parameter {
        GenericParam::Type(parameter) => parameter.ident.to_string(),
        GenericParam::Const(parameter) => parameter.ident.to_string(),
        GenericParam::Lifetime(parameter) => parameter.lifetime.ident.to_string(),
    });
    names.into_iter().any(|name| signatures.iter().any(|signature| has(signature.clone(), &name)))
}
