//! Refuses what can be read but can never work, so that it is said at the struct and not by the database.

mod decimals;
mod deferred;
mod derived_table;
mod fill;
mod indexes;
mod keys;
mod names;
mod patterns;
mod relations;
mod reverse;
mod rules;
mod texts;
mod types;

use crate::ctxt::Ctxt;
use crate::ir::Model;

pub(crate) use derived_table::derived_table;
pub(crate) use reverse::is_refused as is_refused_relation;
pub(crate) use types::{is_no_type, is_refused};

pub(crate) fn model(model: &Model, ctxt: &mut Ctxt) {
    names::check(model, ctxt);
    keys::check(model, ctxt);
    indexes::check(model, ctxt);
    reverse::check(model, ctxt);
    fill::versions(model, ctxt);
    for field in &model.fields {
        types::check(field, ctxt);
        deferred::check(field, ctxt);
        relations::check(field, ctxt);
        fill::check(field, ctxt);
        texts::check(field, ctxt);
        rules::check(field, ctxt);
        decimals::check(field, ctxt);
    }
}
