//! Projections whose rows stand in place of a table.

use syn::ext::IdentExt as _;

use super::names::identifier;
use crate::ctxt::Ctxt;
use crate::ir::{ProjectedFrom, Projection};

/// Reports what can be no column.
pub(crate) fn derived_table(projection: &Projection, ctxt: &mut Ctxt) {
    let Some(table) = &projection.table else { return };
    identifier("table", &table.name, table.span, "#[orm(table = \"..\")]", ctxt);
    if projection.fields.is_empty() {
        ctxt.fatal(&projection.ident, "rows without columns cannot stand in place of a table: give it a field");
    }
    let mut seen = std::collections::HashMap::new();
    for field in &projection.fields {
        if projection.model.is_none() && !matches!(field.from, ProjectedFrom::SameName) {
            let message = "this is filled from the row of a model: say above the struct of which, by `model = ..`";
            ctxt.fatal(&field.ident, message);
            continue;
        }
        if matches!(field.from, ProjectedFrom::Nested(_)) {
            let message =
                "a `nested` projection is several columns, and a field of a `table` is one: name each by `expr`";
            ctxt.fatal(&field.ident, message);
        }
        let name = field.ident.unraw().to_string();
        identifier("column", &name, field.ident.span(), "a shorter field", ctxt);
        // SQLite does not tell `Name` from `name`.
        if let Some(first) = seen.insert(name.to_ascii_lowercase(), name.clone()) {
            let message = format!("column `{name}` is that of the field `{first}` already: rename one");
            ctxt.error(&field.ident, message);
        }
    }
}
