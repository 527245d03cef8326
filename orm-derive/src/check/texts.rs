//! `max_length`.

use crate::ctxt::Ctxt;
use crate::ir::Field;
use crate::written;

/// The largest n of PostgreSQL's `varchar(n)`.
const MAX_VARCHAR: u32 = 10_485_760;

pub(super) fn check(field: &Field, ctxt: &mut Ctxt) {
    let (Some(span), Some(length)) = (field.given.span("max_length"), field.max_length) else { return };
    // Of a type by another name only the compiler knows what it is, and asks when the table is made.
    if written::is_plain_column(&field.base) && !written::ends_in(&field.base, "String") {
        ctxt.error_at(span, "`max_length` belongs on a String: remove it here");
        ctxt.give_up();
    } else if length == 0 {
        ctxt.error_at(span, "`max_length = 0` leaves room for no text: write 1 or more");
    } else if length > MAX_VARCHAR {
        ctxt.error_at(span, format!("`max_length` is at most {MAX_VARCHAR}: remove it for text of any length"));
    }
}
