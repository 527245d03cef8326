//! Foreign keys.

use crate::ctxt::Ctxt;
use crate::ir::{Field, OnDelete};

pub(super) fn check(field: &Field, ctxt: &mut Ctxt) {
    let Some(span) = field.given.span("on_delete") else { return };
    let Some(relation) = &field.relation else {
        ctxt.error_at(span, "`on_delete` belongs on a foreign key: write the type as ForeignKey<..>, or remove it");
        return;
    };
    match relation.on_delete {
        OnDelete::SetNull if !field.nullable => {
            ctxt.error_at(span, "`set_null` needs a field that takes NULL: write the type as Option<ForeignKey<..>>");
        }
        OnDelete::SetDefault if field.db_default.is_none() && !field.unreadable => {
            ctxt.error_at(span, "`set_default` needs a default in the database: add db_default = \"..\"");
        }
        _ => {}
    }
}
