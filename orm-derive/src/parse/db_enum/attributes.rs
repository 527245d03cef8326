//! What stands in `#[orm(..)]` above an enum and above its variants.

use proc_macro2::Span;
use syn::parse::ParseStream;
use syn::{Attribute, Error, Ident, LitStr, Path, Result};

use crate::ctxt::Ctxt;
use crate::ir::Given;
use crate::naming::{self, Case};
use crate::nearest::suggestion;
use crate::parse::attributes::{self, Place};
use crate::parse::structure::crate_path;

#[derive(Default)]
pub(super) struct EnumAttributes {
    pub(super) given: Given,
    pub(super) native: Option<Native>,
    pub(super) rename_all: Case,
    pub(super) krate: Option<Path>,
}

/// The type of the database's own.
pub(super) struct Native {
    pub(super) name: String,
    pub(super) span: Span,
}

pub(super) fn of_enum(attributes: &[Attribute], ctxt: &mut Ctxt) -> EnumAttributes {
    let mut read = EnumAttributes::default();
    attributes::each(attributes, ctxt, |name, input| {
        let text = name.to_string();
        if !matches!(text.as_str(), "integer" | "native" | "rename_all" | "crate") {
            return Err(Place::Enum.unknown(name));
        }
        read.given.refuse_twice(name)?;
        match text.as_str() {
            "native" => read.native = Some(native(name, input)?),
            "rename_all" => read.rename_all = case(name, input)?,
            "crate" => read.krate = Some(crate_path(&attributes::text(name, input, "crate = \"::orm\"")?)?),
            _ => attributes::flag(name, input)?,
        }
        read.given.note(name);
        Ok(())
    });
    read
}

/// `native = "status"`
fn native(name: &Ident, input: ParseStream<'_>) -> Result<Native> {
    let text = attributes::text(name, input, "native = \"status\"")?;
    Ok(Native { name: text.value(), span: text.span() })
}

/// `rename_all = "snake_case"`
fn case(name: &Ident, input: ParseStream<'_>) -> Result<Case> {
    let text = attributes::text(name, input, "rename_all = \"snake_case\"")?;
    let wanted = text.value();
    naming::CASES.iter().find(|(known, _)| *known == wanted).map(|(_, case)| *case).ok_or_else(|| {
        let known: Vec<&str> = naming::CASES.iter().map(|(known, _)| *known).collect();
        Error::new(
            text.span(),
            format!("unknown rename_all `{wanted}`: {}", suggestion(&wanted, &known, "it is one of")),
        )
    })
}

/// `rename = ".."`
pub(super) fn of_variant(attributes: &[Attribute], ctxt: &mut Ctxt) -> Option<LitStr> {
    let mut rename = None;
    let mut given = Given::default();
    attributes::each(attributes, ctxt, |name, input| {
        if name != "rename" {
            return Err(Place::Variant.unknown(name));
        }
        given.refuse_twice(name)?;
        rename = Some(attributes::text(name, input, "rename = \"open\"")?);
        given.note(name);
        Ok(())
    });
    rename
}
