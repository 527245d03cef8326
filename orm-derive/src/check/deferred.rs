//! Deferred columns: what is always needed cannot be one.

use crate::ctxt::Ctxt;
use crate::ir::Field;
use crate::written::{argument_of, last_segment};

pub(super) fn check(field: &Field, ctxt: &mut Ctxt) {
    let Some(ty) = &field.deferred else { return };
    if field.primary_key {
        return ctxt.fatal(ty, "a primary key is always read with its row: write the type without Deferred");
    }
    const NEEDED: [(&str, &str); 3] = [
        ("version", "each write looks at it"),
        ("auto_now", "each write sets it"),
        ("auto_now_add", "a moment is smaller than what defers it"),
    ];
    for (attribute, why) in NEEDED {
        if field.given.span(attribute).is_some() {
            ctxt.fatal(ty, always_read(attribute, why));
        }
    }
}

fn always_read(attribute: &str, why: &str) -> String {
    format!("a field with `{attribute}` is always read, as {why}: write the type without Deferred")
}

/// What is wrong with the type inside a `Deferred`, or around it.
pub(super) fn refusal(field: &Field) -> Option<String> {
    let name = last_segment(&field.base)?.ident.to_string();
    if name == "Deferred" {
        return Some(match (field.nullable, &field.deferred) {
            (_, Some(_)) => "a Deferred in a Deferred is no later than one: write one Deferred".to_owned(),
            (true, None) if argument_of(&field.base, "Deferred").is_some() => {
                "the Option goes inside: Deferred<Option<..>>".to_owned()
            }
            _ => return None,
        });
    }
    field.deferred.as_ref()?;
    if field.alternate_key {
        return Some(always_read("alternate_key", "rows are found by it"));
    }
    match name.as_str() {
        "ForeignKey" | "OneToOne" => Some(format!(
            "a foreign key is read with its row, and the row that it points at only when asked for: \
             write {name}<..> without Deferred"
        )),
        "HasMany" | "HasOne" | "ManyToMany" => {
            Some(format!("a relation is loaded only when asked for anyway: write {name}<..> without Deferred"))
        }
        _ => None,
    }
}
