//! `select!`: a query as a sentence, and from it the queryset with the methods that say the same.
//!
//! `parse` takes the sentence apart, `expand` puts the queryset together; the expressions in it are those of `q!`.

mod expand;
mod parse;
#[cfg(test)]
mod tests;
mod words;

use proc_macro2::TokenStream;

use crate::quoted::filled_in;

/// The queryset, or the error in place of it.
pub(crate) fn select(input: TokenStream) -> TokenStream {
    let parsed = syn::parse2::<parse::Sentence>(input.clone());
    match parsed.or_else(|error| syn::parse2(filled_in(input)).map_err(|_| error)) {
        Ok(sentence) => expand::queryset(sentence),
        Err(error) => error.to_compile_error(),
    }
}
