use proc_macro2::TokenStream;
use quote::format_ident;
use syn::parse::{Parse, ParseStream, Result};
use syn::{GenericArgument, Ident, ItemImpl, LitStr, PathArguments, Token, Type};

use crate::ctxt::Ctxt;

/// What stands before the methods.
pub(super) struct Header {
    /// The trait's name.
    pub(super) name: Ident,
    /// The model's, for messages.
    pub(super) model: Ident,
}

/// `name = Articles`
struct Options(Option<Ident>);

impl Parse for Options {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if input.is_empty() {
            return Ok(Self(None));
        }
        let option: Ident = input.parse()?;
        if option != "name" {
            let message =
                format!("unknown option `{option}`: the only one is `name = Articles`, the name of the trait");
            return Err(syn::Error::new(option.span(), message));
        }
        input.parse::<Token![=]>()?;
        if input.peek(LitStr) {
            return Err(input.error("write the name without quotes"));
        }
        let name = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        Ok(Self(Some(name)))
    }
}

pub(super) fn of(block: &ItemImpl, options: TokenStream, ctxt: &mut Ctxt) -> Option<Header> {
    let Options(name) = match syn::parse2(options) {
        Ok(options) => options,
        Err(error) => {
            ctxt.push(error);
            Options(None)
        }
    };
    if let Some(of_trait) = &block.trait_ {
        ctxt.error(&of_trait.0, "the trait is made by `#[orm::queryset]`: write `impl QuerySet<Model>`");
        return None;
    }
    let Some(model) = model(&block.self_ty) else {
        ctxt.error(&block.self_ty, "expected the querysets of a model: `QuerySet<Model>`, or `QuerySet<Model, T>`");
        return None;
    };
    let name = name.unwrap_or_else(|| format_ident!("{model}QuerySet"));
    Some(Header { name, model })
}

/// The model's name in `QuerySet<path::Model>`.
fn model(queryset: &Type) -> Option<Ident> {
    let Type::Path(path) = queryset else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "QuerySet")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first()? {
        GenericArgument::Type(Type::Path(model)) => Some(model.path.segments.last()?.ident.clone()),
        _ => None,
    }
}
