use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{Error, Ident, Result};

/// The attributes that were written for one struct or field, and where.
#[derive(Default)]
pub(crate) struct Given(Vec<(String, Span)>);

impl Given {
    /// Refuses an attribute that stands here already.
    pub(crate) fn refuse_twice(&self, name: &Ident) -> Result<()> {
        let text = name.unraw().to_string();
        match self.span(&text) {
            Some(_) => Err(Error::new(name.span(), format!("`{text}` is given twice: remove one"))),
            None => Ok(()),
        }
    }

    /// Notes an attribute, once its value is read.
    pub(crate) fn note(&mut self, name: &Ident) {
        self.0.push((name.unraw().to_string(), name.span()));
    }

    /// Where this attribute stands, if it was written.
    pub(crate) fn span(&self, name: &str) -> Option<Span> {
        self.0.iter().find(|(given, _)| given == name).map(|(_, span)| *span)
    }
}
