//! Who fills a column: one of `default`, `db_default`, `auto_now` and `auto_now_add`.

use crate::ctxt::Ctxt;
use crate::ir::Field;
use crate::written;

const WAYS: [&str; 4] = ["default", "db_default", "auto_now", "auto_now_add"];
/// chrono's, then those of the crates `time` and `jiff`.
const MOMENTS: [&str; 10] = [
    "DateTime",
    "NaiveDateTime",
    "NaiveDate",
    "NaiveTime",
    "OffsetDateTime",
    "UtcDateTime",
    "PrimitiveDateTime",
    "Date",
    "Time",
    "Timestamp",
];

pub(super) fn check(field: &Field, ctxt: &mut Ctxt) {
    let given: Vec<_> = WAYS.into_iter().filter_map(|way| field.given.span(way).map(|span| (way, span))).collect();
    // A key takes none of them, which is said once, with the reason.
    if let [(first, _), rest @ ..] = given.as_slice()
        && !field.primary_key
    {
        for (other, span) in rest {
            ctxt.error_at(*span, format!("`{first}` and `{other}` both fill this field: remove one"));
        }
    }
    moments(field, ctxt);
    if let Some(sql) = &field.db_default {
        let text = sql.value();
        if text.trim().is_empty() {
            ctxt.error(sql, "`db_default` is empty: write an SQL expression, such as db_default = \"now()\"");
        } else if text.contains('\0') {
            ctxt.error(sql, "`db_default` cannot hold NUL: write an SQL expression");
        }
    }
}

fn moments(field: &Field, ctxt: &mut Ctxt) {
    for attribute in ["auto_now", "auto_now_add"] {
        let Some(span) = field.given.span(attribute) else { continue };
        if MOMENTS.iter().any(|name| written::ends_in(&field.base, name)) {
            continue;
        }
        let message = format!("`{attribute}` belongs on a date or time: write the type as DateTime<Utc>");
        ctxt.error_at(span, format!("{message}, NaiveDateTime, NaiveDate or NaiveTime"));
        // Code that puts a moment into this field would not compile.
        ctxt.give_up();
    }
}
