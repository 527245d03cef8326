//! `#[derive(DbEnum)]`.

mod attributes;
mod repr;

use std::collections::HashMap;

use syn::ext::IdentExt;
use syn::{Data, DataEnum, DeriveInput, Fields, Ident, parse_quote};

use self::attributes::EnumAttributes;
use crate::ctxt::Ctxt;
use crate::ir::{DbEnum, Storage, Variant, Width};

/// The longest name that PostgreSQL keeps whole, in bytes.
const MAX_BYTES: usize = 63;

/// The enum, or nothing where it is none that can be kept.
pub(crate) fn db_enum(input: &DeriveInput, ctxt: &mut Ctxt) -> Option<DbEnum> {
    let name = &input.ident;
    if let Some(parameter) = input.generics.params.first() {
        ctxt.fatal(parameter, "a column holds one type, so a `DbEnum` has no parameters: remove this one");
    }
    let data = match &input.data {
        Data::Enum(data) => data,
        Data::Struct(_) => {
            ctxt.fatal(name, format!("`DbEnum` is derived for enums, `{name}` is a struct: derive `Field`"));
            return None;
        }
        Data::Union(_) => {
            ctxt.fatal(name, format!("`DbEnum` is derived for enums, and `{name}` is a union"));
            return None;
        }
    };
    let attributes = attributes::of_enum(&input.attrs, ctxt);
    if data.variants.is_empty() {
        ctxt.fatal(name, format!("a column holds one of the variants, and `{name}` has none: add one"));
    }
    let storage = storage(input, &attributes, ctxt);
    numbers(data, &storage, ctxt);
    let variants = variants(data, &attributes, &storage, ctxt);
    let krate = attributes.krate.unwrap_or_else(|| parse_quote!(::orm));
    Some(DbEnum { ident: name.clone(), krate, storage, variants })
}

fn storage(input: &DeriveInput, attributes: &EnumAttributes, ctxt: &mut Ctxt) -> Storage {
    if let (Some(_), Some(span)) = (attributes.given.span("integer"), attributes.given.span("native")) {
        ctxt.error_at(span, "`integer` and `native` are two ways to keep an enum: remove one");
    }
    if let Some(span) = attributes.given.span("integer") {
        return Storage::Integer(repr::width(&input.attrs, span, ctxt));
    }
    let Some(native) = &attributes.native else { return Storage::Text };
    if native.name.is_empty() || native.name.contains('\0') || native.name.len() > MAX_BYTES {
        ctxt.error_at(native.span, format!("a type's name has 1 to {MAX_BYTES} bytes, and no NUL: choose another"));
    }
    Storage::Native(native.name.clone())
}

/// The numbers of an enum that is kept as numbers stand there: counted by position, they would change their meaning
/// when a variant is put between two others.
fn numbers(data: &DataEnum, storage: &Storage, ctxt: &mut Ctxt) {
    if !matches!(storage, Storage::Integer(_)) {
        return;
    }
    for (position, variant) in data.variants.iter().enumerate() {
        if variant.discriminant.is_none() && variant.fields.is_empty() {
            let ident = &variant.ident;
            let message = format!("`integer` keeps the number that is written here: `{ident} = {}`", position + 1);
            ctxt.error(ident, message);
        }
        if let (Some((_, number)), Storage::Integer(Width::Medium)) = (&variant.discriminant, storage)
            && repr::is_too_large(number)
        {
            ctxt.fatal(number, "this number needs more than 32 bits: write #[repr(i64)] above the enum");
        }
    }
}

fn variants(data: &DataEnum, attributes: &EnumAttributes, storage: &Storage, ctxt: &mut Ctxt) -> Vec<Variant> {
    let mut seen: HashMap<String, Ident> = HashMap::new();
    let mut variants = Vec::new();
    for variant in &data.variants {
        let ident = &variant.ident;
        if !matches!(variant.fields, Fields::Unit) {
            ctxt.fatal(
                variant,
                format!(
                    "a column holds which variant it is and nothing more, and `{ident}` has fields: \
                     keep the enum as a document in a `Json<..>`"
                ),
            );
        }
        let rename = attributes::of_variant(&variant.attrs, ctxt);
        let span = rename.as_ref().map_or(ident.span(), syn::LitStr::span);
        if let (Some(_), Storage::Integer(_)) = (&rename, storage) {
            ctxt.error_at(span, "`integer` keeps numbers, which have no names: remove `rename`");
        }
        let label = rename.map_or_else(|| attributes.rename_all.apply(&ident.unraw().to_string()), |name| name.value());
        if label.contains('\0') {
            ctxt.error_at(span, "a name in the database cannot hold NUL: choose another");
        } else if matches!(storage, Storage::Native(_)) && (label.is_empty() || label.len() > MAX_BYTES) {
            let message = format!("a name of a type of PostgreSQL has 1 to {MAX_BYTES} bytes: choose another");
            ctxt.error_at(span, message);
        }
        if let (Some(first), Storage::Text | Storage::Native(_)) = (seen.get(&label), storage) {
            let message =
                format!("`{label}` is what `{first}` is kept as: choose another with #[orm(rename = \"..\")]");
            ctxt.error_at(span, message);
        }
        seen.insert(label.clone(), ident.clone());
        variants.push(Variant { ident: ident.clone(), label });
    }
    variants
}
