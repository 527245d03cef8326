//! Relations without a column.

use quote::ToTokens;

use crate::ctxt::Ctxt;
use crate::ir::{Model, Reverse, ReverseKind};
use crate::{naming, written};

pub(super) fn check(model: &Model, ctxt: &mut Ctxt) {
    for relation in &model.reverse {
        one(model, relation, ctxt);
    }
}

/// Whether a relation's type is known to lead to no model.
pub(crate) fn is_refused(relation: &Reverse) -> bool {
    written::ends_in(&relation.target, "Option")
}

fn one(model: &Model, relation: &Reverse, ctxt: &mut Ctxt) {
    if is_refused(relation) {
        ctxt.fatal(&relation.target, "a relation may always hold no row: write the model without Option");
    }
    if let ReverseKind::ManyToMany(Some(link)) = &relation.kind
        && link.to_token_stream().to_string() == relation.target.to_token_stream().to_string()
    {
        let message = "the model between the two is none of them: hold its rows in a HasMany, or write another model";
        ctxt.fatal(&**link, message);
    }
    let has_link = matches!(relation.kind, ReverseKind::ManyToMany(_));
    let own_model = matches!(relation.kind, ReverseKind::ManyToMany(Some(_)));
    match relation.via.as_slice() {
        [_, second] if !own_model => {
            ctxt.error(second, "`via` takes two fields only where a model stands between the two: write via = field");
        }
        [only] if own_model => {
            ctxt.error(only, "the model between the two has a foreign key to each: write via(near, far)");
        }
        _ => {}
    }
    if let Some(table) = &relation.table {
        if !relation.makes_link() {
            ctxt.error(table, "`table` names the table that is made for a ManyToMany: this relation makes none");
        } else if table.value().is_empty() || table.value().len() > naming::MAX_BYTES || table.value().contains('\0') {
            let message = format!("a table's name has 1 to {} bytes, and no NUL: choose another", naming::MAX_BYTES);
            ctxt.error(table, message);
        }
    } else if relation.makes_link() {
        let name = naming::link_table(&model.table, &relation.name());
        if name.len() > naming::MAX_BYTES {
            let message = format!("the table `{name}` would have a name of more than {} bytes", naming::MAX_BYTES);
            ctxt.error(&relation.ident, format!("{message}: choose one with #[orm(table = \"..\")]"));
        }
    }
    if let Some(span) = relation.symmetrical {
        let is_own = model.ident == relation.target.to_token_stream().to_string();
        if !has_link || !relation.makes_link() || !is_own {
            let own = &model.ident;
            ctxt.error_at(
                span,
                format!("`symmetrical` belongs on a relation of a model with itself: ManyToMany<{own}>"),
            );
        }
    }
}
