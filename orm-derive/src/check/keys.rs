//! The primary key.

use crate::ctxt::Ctxt;
use crate::ir::{Field, Model};
use crate::written;

/// How many columns the library takes together as a key.
const MOST_COLUMNS: usize = 6;

pub(super) fn check(model: &Model, ctxt: &mut Ctxt) {
    let is_alone = model.key.len() == 1;
    for field in model.key_fields() {
        part(field, is_alone, ctxt);
        own(model, field, ctxt);
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
    let is_own = is_alone && field.relation.is_none();
    let takes_none: &[&str] = match is_own {
        true => &["default", "db_default", "auto_now", "auto_now_add", "version", "generated"],
        false => &["auto_now", "auto_now_add", "version", "generated"],
    };
    for attribute in takes_none {
        let Some(span) = field.given.span(attribute) else { continue };
        let message = format!("a primary key takes no `{attribute}`");
        let instead = match is_own {
            true => "the database counts whole numbers up, a Uuid is made for you, a String is given by you",
            false => "this part of it is given when the row is created",
        };
        ctxt.error_at(span, format!("{message}: {instead}"));
    }
}

/// The key would contain itself.
fn own(model: &Model, field: &Field, ctxt: &mut Ctxt) {
    let Some(relation) = &field.relation else { return };
    if relation.by.is_none() && written::ends_in(&relation.target, &model.ident.to_string()) {
        let model = &model.ident;
        ctxt.fatal(
            &field.ty,
            format!("the key of `{model}` cannot contain a foreign key to `{model}`, which holds that key"),
        );
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
