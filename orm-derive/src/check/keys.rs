//! The primary key.

use crate::ctxt::Ctxt;
use crate::ir::{Field, Model};

/// How many columns the library takes together as a key.
const MOST_COLUMNS: usize = 6;

pub(super) fn check(model: &Model, ctxt: &mut Ctxt) {
    let is_alone = model.key.len() == 1;
    for field in model.key_fields() {
        part(field, is_alone, ctxt);
    }
    for field in &model.fields {
        alternate(field, ctxt);
    }
    if let Some(field) = model.key_fields().nth(MOST_COLUMNS) {
        let message = format!(
            "a primary key has at most {MOST_COLUMNS} columns: add a field `id: i64` as the key, \
             and keep these apart by #[orm(unique(..))] above the struct"
        );
        ctxt.fatal(&field.ident, message);
    }
}

fn part(field: &Field, is_alone: bool, ctxt: &mut Ctxt) {
    if field.nullable {
        ctxt.fatal(&field.ty, "a primary key is never NULL: write the type without Option");
    }
    let takes_none: &[&str] = if is_alone && field.relation.is_none() {
        &["default", "db_default", "auto_now", "auto_now_add"]
    } else {
        // Of the others nobody fills the key by himself.
        &["auto_now", "auto_now_add"]
    };
    for attribute in takes_none {
        if let Some(span) = field.given.span(attribute) {
            let message = format!("a primary key takes no `{attribute}`: the database counts whole numbers up");
            ctxt.error_at(span, format!("{message}, a Uuid is made for you, a String is given by you"));
        }
    }
}

fn alternate(field: &Field, ctxt: &mut Ctxt) {
    let Some(span) = field.given.span("alternate_key") else { return };
    if field.primary_key {
        ctxt.error_at(span, "foreign keys point at the primary key without being told: remove `alternate_key`");
    } else if field.relation.is_some() {
        ctxt.error_at(span, "`alternate_key` belongs on a plain column: what points at this row holds what is in it");
    } else if field.nullable {
        ctxt.error_at(span, "an alternate key is never NULL: write the type without Option");
    } else {
        return;
    }
    ctxt.give_up();
}
