//! Who fills a column: one of `default`, `db_default`, `auto_now`, `auto_now_add`, `version` and `generated`.

use syn::LitStr;

use crate::ctxt::Ctxt;
use crate::ir::{Field, Model};
use crate::written;

const WAYS: [&str; 6] = ["default", "db_default", "auto_now", "auto_now_add", "version", "generated"];
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
    version(field, ctxt);
    if let Some(sql) = &field.db_default {
        sql_text(sql, "db_default", "now()", ctxt);
    }
    if let Some(sql) = &field.generated {
        sql_text(sql, "generated", "price * amount", ctxt);
        if field.relation.is_some() {
            ctxt.error(sql, "a foreign key cannot be generated: make it a plain column");
        }
    }
}

fn sql_text(sql: &LitStr, attribute: &str, example: &str, ctxt: &mut Ctxt) {
    let text = sql.value();
    if text.trim().is_empty() {
        ctxt.error(
            sql,
            format!("`{attribute}` is empty: write an SQL expression, such as {attribute} = \"{example}\""),
        );
    } else if text.contains('\0') {
        ctxt.error(sql, format!("`{attribute}` cannot hold NUL: write an SQL expression"));
    }
}

fn version(field: &Field, ctxt: &mut Ctxt) {
    let Some(span) = field.given.span("version") else { return };
    let is_number = ["i16", "i32", "i64"].iter().any(|name| written::ends_in(&field.base, name));
    if field.nullable || !is_number || field.relation.is_some() {
        ctxt.error_at(span, "`version` counts how often the row was written: write the type as i32, i64 or i16");
        // Code that counts it would not compile.
        ctxt.give_up();
    }
}

/// A row has one version.
pub(super) fn versions(model: &Model, ctxt: &mut Ctxt) {
    let others = model.fields.iter().filter(|field| !field.primary_key);
    let spans = others.filter_map(|field| field.given.span("version"));
    for span in spans.skip(1) {
        ctxt.error_at(span, "a row has one `version`, and another field is it already: remove one");
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
