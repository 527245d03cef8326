use syn::{Data, DeriveInput, Field, Fields, GenericParam, Generics, Token, punctuated::Punctuated};

use crate::ctxt::Ctxt;

/// The fields, where the item is a struct that has named ones.
pub(super) fn named_fields<'a>(input: &'a DeriveInput, ctxt: &mut Ctxt) -> Option<&'a Punctuated<Field, Token![,]>> {
    let name = &input.ident;
    let message = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => return Some(&fields.named),
            Fields::Unnamed(_) => {
                format!("the fields of a model have names: write `struct {name} {{ id: i64, .. }}`")
            }
            Fields::Unit => format!("a model has fields: write `struct {name} {{ id: i64, .. }}`"),
        },
        Data::Enum(_) => {
            format!("a model is a struct, `{name}` is an enum: to keep it in a column, derive `DbEnum`")
        }
        Data::Union(_) => format!("a model is a struct, `{name}` is a union: write a struct with named fields"),
    };
    ctxt.fatal(name, message);
    None
}

/// A table has one set of columns, so a model has no parameters.
pub(super) fn refuse_generics(generics: &Generics, ctxt: &mut Ctxt) {
    for parameter in &generics.params {
        let message = match parameter {
            GenericParam::Lifetime(_) => {
                "a model owns its values: remove the lifetime, and write String in place of &str".to_owned()
            }
            GenericParam::Type(ty) => {
                format!("a model is one table: remove `{}`, and write one struct a table", ty.ident)
            }
            GenericParam::Const(constant) => {
                format!("a model is one table: remove `{}`, and write one struct a table", constant.ident)
            }
        };
        ctxt.fatal(parameter, message);
    }
}
