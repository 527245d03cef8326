//! `max_digits` and `decimal_places`.

use crate::ctxt::Ctxt;
use crate::ir::Field;
use crate::written;

/// What a `Decimal` holds whatever its digits are.
const MAX_DIGITS: u32 = 28;

pub(super) fn check(field: &Field, ctxt: &mut Ctxt) {
    let (all, after) = (field.given.span("max_digits"), field.given.span("decimal_places"));
    let Some(span) = all.or(after) else { return };
    // Of a type by another name only the compiler knows what it is, and asks when the table is made.
    if written::is_plain_column(&field.base) && !written::ends_in(&field.base, "Decimal") {
        ctxt.error_at(span, "`max_digits` and `decimal_places` belong on a Decimal: remove them here");
        ctxt.give_up();
        return;
    }
    match (field.max_digits, field.decimal_places) {
        (Some(all), _) if all == 0 || all > MAX_DIGITS => {
            let message = "`max_digits` is 1 to 28, which a Decimal certainly holds: remove it for what fits a Decimal";
            ctxt.error_at(span, message);
        }
        (Some(all), Some(after)) if after > all => {
            ctxt.error_at(
                span,
                format!("of {all} digits {after} cannot be after the point: write a larger `max_digits`"),
            );
        }
        (Some(_), None) => {
            ctxt.error_at(span, "`max_digits` needs `decimal_places` beside it: max_digits = 10, decimal_places = 2");
        }
        (None, Some(_)) => {
            ctxt.error_at(span, "`decimal_places` needs `max_digits` beside it: max_digits = 10, decimal_places = 2");
        }
        _ => {}
    }
}
