//! The primary key.

use crate::ctxt::Ctxt;
use crate::ir::{Field, Model};

pub(super) fn check(model: &Model, ctxt: &mut Ctxt) {
    let mut keys = model.fields.iter().filter(|field| field.primary_key);
    let Some(key) = keys.next() else { return };
    for second in keys {
        let (first, second_name) = (key.name(), second.name());
        ctxt.fatal(
            &second.ident,
            format!(
                "`{first}` is the primary key already, and a model has one: unmark one of the two, \
                 or keep `id` as the key and write #[orm(unique({first}, {second_name}))]"
            ),
        );
    }
    one(key, ctxt);
}

fn one(key: &Field, ctxt: &mut Ctxt) {
    if key.relation.is_some() {
        let message = "a foreign key cannot be the primary key yet: add a field `id: i64` and mark this one `unique`";
        ctxt.fatal(&key.ty, message);
    } else if key.nullable {
        ctxt.fatal(&key.ty, "a primary key is never NULL: write the type without Option");
    }
    for attribute in ["default", "db_default", "auto_now", "auto_now_add"] {
        if let Some(span) = key.given.span(attribute) {
            let message = format!("a primary key takes no `{attribute}`: the database counts whole numbers up");
            ctxt.error_at(span, format!("{message}, a Uuid is made for you, a String is given by you"));
        }
    }
}
