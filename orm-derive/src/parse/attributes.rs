//! `#[orm(..)]`, item by item. An item that cannot be read is reported and left out; the ones after it still count.

mod closure;
mod known;
mod value;

use proc_macro2::TokenTree;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Error, Ident, Meta, Result, Token};

use crate::ctxt::Ctxt;

pub(super) use closure::{about_a_row, closure};
pub(super) use known::Place;
pub(super) use value::{choice, expression, flag, list, text, whole_number};

/// Calls `item` for each one, with its name, at what follows the name.
pub(super) fn each(
    attributes: &[Attribute],
    ctxt: &mut Ctxt,
    mut item: impl FnMut(&Ident, ParseStream<'_>) -> Result<()>,
) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("orm")) {
        let Meta::List(list) = &attribute.meta else {
            ctxt.error(attribute, "`orm` takes its attributes in parentheses: #[orm(unique)]");
            continue;
        };
        let read = list.parse_args_with(|input: ParseStream<'_>| {
            items(input, ctxt, &mut item);
            Ok(())
        });
        if let Err(error) = read {
            ctxt.push(error);
        }
    }
}

fn items(input: ParseStream<'_>, ctxt: &mut Ctxt, item: &mut impl FnMut(&Ident, ParseStream<'_>) -> Result<()>) {
    while !input.is_empty() {
        if let Err(error) = one(input, item) {
            ctxt.push(error);
            skip_item(input);
        }
        if input.peek(Token![,]) {
            skip_token(input);
        }
    }
}

fn one(input: ParseStream<'_>, item: &mut impl FnMut(&Ident, ParseStream<'_>) -> Result<()>) -> Result<()> {
    let name = input
        .call(Ident::parse_any)
        .map_err(|error| Error::new(error.span(), "expected the name of an attribute, such as `unique`"))?;
    item(&name, input)?;
    if at_end(input) { Ok(()) } else { Err(input.error("expected `,` between two attributes")) }
}

/// Whether an item ends here.
fn at_end(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,])
}

fn skip_item(input: ParseStream<'_>) {
    while !at_end(input) {
        skip_token(input);
    }
}

fn skip_token(input: ParseStream<'_>) {
    // It fails only at the end, where nothing is left to skip.
    let _ = input.parse::<TokenTree>();
}
