//! Indexes that would get one name, be it because they are the same or because their columns' names run together.

use std::collections::HashMap;

use crate::ctxt::Ctxt;
use crate::ir::Model;

pub(super) fn check(model: &Model, ctxt: &mut Ctxt) {
    let mut seen: HashMap<(String, bool), Vec<usize>> = HashMap::new();
    for (position, field) in model.fields.iter().enumerate() {
        for (given, unique) in [(field.unique, true), (field.index, false)] {
            if given {
                seen.insert((field.column.clone(), unique), vec![position]);
            }
        }
    }
    for index in &model.indexes {
        let columns: Vec<&str> = index.columns.iter().map(|&position| model.fields[position].column.as_str()).collect();
        let Some(first) = seen.insert((columns.join("_"), index.unique), index.columns.clone()) else { continue };
        let message = if first == index.columns {
            match first.as_slice() {
                [position] => {
                    let name = if index.unique { "unique" } else { "index" };
                    format!("the field `{}` has this `{name}` already: remove one", model.fields[*position].name())
                }
                _ => "the same list is given twice: remove one".to_owned(),
            }
        } else {
            let name = columns.join("_");
            format!("two indexes would be named after `{name}`: rename one of the columns with #[orm(column = \"..\")]")
        };
        ctxt.error_at(index.span, message);
    }
}
