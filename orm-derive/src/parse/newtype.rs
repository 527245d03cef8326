//! `#[derive(Field)]`.

use syn::{Data, DeriveInput, Fields, Index, Member, Path, Result, parse_quote};

use super::attributes::{self, Place};
use super::structure::crate_path;
use crate::ctxt::Ctxt;
use crate::ir::{Given, Newtype};
use crate::written;

/// The struct, or nothing where it is not one around one value.
pub(crate) fn newtype(input: &DeriveInput, ctxt: &mut Ctxt) -> Option<Newtype> {
    let krate = krate(input, ctxt);
    if let Some(parameter) = input.generics.params.first() {
        ctxt.fatal(
            parameter,
            "a column holds one type, so a `Field` has no parameters: write the type that it holds, \
             or implement `orm::value::Field` by hand",
        );
    }
    let name = &input.ident;
    let fields = match &input.data {
        Data::Struct(data) => &data.fields,
        Data::Enum(_) => {
            ctxt.fatal(
                name,
                format!("`Field` is derived for a struct around one value, `{name}` is an enum: derive `DbEnum`"),
            );
            return None;
        }
        Data::Union(_) => {
            ctxt.fatal(name, format!("`Field` is derived for a struct around one value, and `{name}` is a union"));
            return None;
        }
    };
    let mut all = fields.iter();
    let (Some(field), None) = (all.next(), all.next()) else {
        ctxt.fatal(name, shape(name, fields));
        return None;
    };
    for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("orm")) {
        ctxt.error(attribute, "the value of a `Field` takes no attributes: write them above the model's field");
    }
    if written::argument_of(&field.ty, "Option").is_some() {
        let message = format!("write `{name}` around the type without Option, and `Option<{name}>` in the model");
        ctxt.fatal(&field.ty, message);
        return None;
    }
    let member = field.ident.clone().map_or_else(|| Member::Unnamed(Index::from(0)), Member::Named);
    Some(Newtype { ident: name.clone(), krate, member, ty: field.ty.clone() })
}

fn shape(name: &syn::Ident, fields: &Fields) -> String {
    if fields.is_empty() {
        return format!("a column holds one value, and `{name}` has none: write `struct {name}(String);`");
    }
    let count = fields.len();
    format!(
        "a column holds one value, and `{name}` has {count}: write a field of the model for each, \
         or keep it as a document in a `Json<{name}>`"
    )
}

/// What stands in `#[orm(..)]` above the struct.
fn krate(input: &DeriveInput, ctxt: &mut Ctxt) -> Path {
    let mut krate = None;
    let mut given = Given::default();
    attributes::each(&input.attrs, ctxt, |name, input| -> Result<()> {
        if name != "crate" {
            return Err(Place::Newtype.unknown(name));
        }
        given.refuse_twice(name)?;
        given.note(name);
        krate = Some(crate_path(&attributes::text(name, input, "crate = \"::orm\"")?)?);
        Ok(())
    });
    krate.unwrap_or_else(|| parse_quote!(::orm))
}
