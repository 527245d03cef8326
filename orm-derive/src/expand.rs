//! The code that a model gets: plain data and thin functions that call ordinary ones of the library.
//!
//! Beside the struct stand two types that programs name, `UserFields<P>` and `NewUser`; everything else is an
//! implementation, in a block of its own so that no other name appears.
//!
//! What is the same for every model is a template in the library, `orm_core::private::template`, which the compiler
//! fills in. What comes from here is what differs, and what has to stand at a place in the program.

mod cells;
mod columns;
mod db_enum;
mod derived_table;
mod key;
mod model;
mod names;
mod new_row;
mod newtype;
mod projection;
mod reverse;
mod rules;
mod stand_in;
mod state;

pub(crate) use db_enum::db_enum;
pub(crate) use newtype::newtype;
use proc_macro2::{Ident, TokenStream};
pub(crate) use projection::projection;
use quote::format_ident;
pub(crate) use stand_in::field as field_stand_in;

use crate::check;
use crate::ir::Model;

/// Everything that the derive adds.
pub(crate) fn model(model: &Model) -> TokenStream {
    let mut code = names::of(model);
    code.extend(self::model::of(model));
    code.extend(key::columns(model));
    code.extend(key::alternates(model));
    code
}

/// What a struct with mistakes gets, so that each is reported where it is, and not wherever the struct is used.
pub(crate) fn stand_in(mut model: Model) -> TokenStream {
    let key: Vec<_> = model.key_fields().map(|field| field.ident.clone()).collect();
    model.fields.retain(|field| !check::is_refused(field));
    model.reverse.retain(|relation| !check::is_refused_relation(relation));
    model.key = (0..model.fields.len()).filter(|&position| key.contains(&model.fields[position].ident)).collect();
    model.checks.clear();
    let mut code = names::of(&model);
    code.extend(stand_in::of(&model));
    code.extend(key::alternates(&model));
    code
}

/// `UserFields` for `User`.
fn fields_ident(model: &Model) -> Ident {
    format_ident!("{}Fields", model.ident)
}

/// `NewUser` for `User`.
fn new_ident(model: &Model) -> Ident {
    format_ident!("New{}", model.ident)
}

/// `UserPatch` for `User`.
fn patch_ident(model: &Model) -> Ident {
    format_ident!("{}Patch", model.ident)
}
