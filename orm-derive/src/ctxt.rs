use std::fmt::Display;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::Error;

/// Collects the errors of one struct, so that all of them are reported at once.
#[derive(Default)]
pub(crate) struct Ctxt {
    errors: Vec<Error>,
    broken: bool,
}

impl Ctxt {
    /// An error at these tokens; the rest of the model can still be expanded.
    pub(crate) fn error(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.push(Error::new_spanned(tokens, message));
    }

    /// An error at this place; the rest of the model can still be expanded.
    pub(crate) fn error_at(&mut self, span: Span, message: impl Display) {
        self.push(Error::new(span, message));
    }

    /// An error after which expanding would only produce more errors.
    pub(crate) fn fatal(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.error(tokens, message);
        self.give_up();
    }

    /// Says that nothing can be expanded, for a reason that is reported already.
    pub(crate) fn give_up(&mut self) {
        self.broken = true;
    }

    pub(crate) fn push(&mut self, error: Error) {
        self.errors.push(error);
    }

    /// How many errors there are so far.
    pub(crate) fn count(&self) -> usize {
        self.errors.len()
    }

    pub(crate) fn can_expand(&self) -> bool {
        !self.broken
    }

    pub(crate) fn into_compile_errors(self) -> TokenStream {
        self.errors.iter().map(Error::to_compile_error).collect()
    }

    #[cfg(test)]
    pub(crate) fn messages(&self) -> Vec<String> {
        self.errors.iter().map(Error::to_string).collect()
    }
}
