//! `#[orm::test]`: from an async function to one test for each database that it runs on.

mod expand;
mod function;
mod options;
mod signature;

use crate::ctxt::Ctxt;
use function::Function;
use options::Options;
use proc_macro2::{TokenStream, TokenTree};
use signature::Signature;

/// The tests, or the errors in place of them.
pub(crate) fn test_fn(options: TokenStream, item: &TokenStream) -> TokenStream {
    let mut ctxt = Ctxt::default();
    let options = options::parse(options, &mut ctxt);
    let function = match syn::parse2::<Function>(item.clone()) {
        Ok(function) => function,
        Err(error) => {
            if is_function(item) {
                ctxt.push(error);
            } else {
                ctxt.error(item, "`#[orm::test]` stands above an `async fn`");
            }
            return ctxt.into_compile_errors();
        }
    };
    let signature = signature::of(&function, &mut ctxt);
    if ctxt.count() > 0 { ctxt.into_compile_errors() } else { expand::tests(&function, &options, &signature) }
}

/// Whether this was meant to be a function, and has a mistake inside.
fn is_function(item: &TokenStream) -> bool {
    item.clone().into_iter().any(|token| matches!(token, TokenTree::Ident(word) if word == "fn"))
}
