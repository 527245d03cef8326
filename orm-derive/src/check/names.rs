//! Names of tables, columns and checks.

use proc_macro2::Span;

use crate::ctxt::Ctxt;
use crate::ir::{Field, Model};
use crate::naming::MAX_BYTES;

/// The most columns that a table of PostgreSQL can have.
const MAX_COLUMNS: usize = 1_600;

/// Columns that every table of PostgreSQL has already.
const SYSTEM_COLUMNS: [&str; 6] = ["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"];

pub(super) fn check(model: &Model, ctxt: &mut Ctxt) {
    table(model, ctxt);
    columns(model, ctxt);
    checks(model, ctxt);
}

fn table(model: &Model, ctxt: &mut Ctxt) {
    let name = &model.table;
    if !identifier("table", name, model.table_span, "#[orm(table = \"..\")]", ctxt) {
        return;
    }
    if name.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("sqlite_")) {
        ctxt.error_at(model.table_span, "SQLite keeps names that start with `sqlite_` for itself: choose another");
    }
}

fn columns(model: &Model, ctxt: &mut Ctxt) {
    let count = model.fields.len();
    if count > MAX_COLUMNS {
        let message = format!("`{}` has {count} columns, a table can have {MAX_COLUMNS}: split it", model.ident);
        ctxt.error(&model.ident, message);
    }
    let mut seen: std::collections::HashMap<String, &Field> = std::collections::HashMap::new();
    for field in &model.fields {
        let name = &field.column;
        if !identifier("column", name, field.column_span, "#[orm(column = \"..\")]", ctxt) {
            continue;
        }
        if SYSTEM_COLUMNS.contains(&name.as_str()) {
            let message = format!("PostgreSQL keeps the column `{name}` for itself: choose another");
            ctxt.error_at(field.column_span, format!("{message} with #[orm(column = \"..\")]"));
        }
        // SQLite does not tell `Name` from `name`.
        if let Some(first) = seen.get(&name.to_ascii_lowercase()) {
            let message = format!("column `{name}` is that of the field `{}` already", first.name());
            ctxt.error_at(field.column_span, format!("{message}: choose another with #[orm(column = \"..\")]"));
            continue;
        }
        seen.insert(name.to_ascii_lowercase(), field);
    }
}

fn checks(model: &Model, ctxt: &mut Ctxt) {
    let mut seen = Vec::new();
    for check in &model.checks {
        let name = check.name.value();
        if name.len() > MAX_BYTES {
            let message = format!("this check's name is {} bytes long, at most {MAX_BYTES} are kept", name.len());
            ctxt.error(&check.name, format!("{message}: choose a shorter one"));
        } else if seen.contains(&name) {
            ctxt.error(&check.name, format!("two checks are named `{name}`: rename one"));
        }
        seen.push(name);
    }
}

/// Whether this can be a name in the database. `remedy` is what to write to choose another.
pub(super) fn identifier(what: &str, name: &str, span: Span, remedy: &str, ctxt: &mut Ctxt) -> bool {
    let problem = if name.is_empty() {
        format!("a {what}'s name cannot be empty: choose one with {remedy}, or remove the attribute")
    } else if name.contains('\0') {
        format!("a {what}'s name cannot hold NUL: choose another")
    } else if name.len() > MAX_BYTES {
        let length = name.len();
        format!("this {what}'s name is {length} bytes long, at most {MAX_BYTES} are kept: shorten it with {remedy}")
    } else {
        return true;
    };
    ctxt.error_at(span, problem);
    false
}
