use crate::error::{Error, Result};
use crate::model::{Model, NewModel};
use crate::value::{Captured, Value};

/// The new row, with these foreign keys set to these keys.
pub(in crate::query) fn with_keys<N: NewModel>(
    mut new: N,
    keys: impl IntoIterator<Item = (usize, Value<'static>)>,
) -> Result<N> {
    let table = N::Model::TABLE;
    for (relation, key) in keys {
        let column = table.relations[relation].column;
        let failed = |source| Error::Read { model: table.model, field: table.columns[column].field, source };
        new.read_column(column, &mut Captured::new(vec![key])).map_err(failed)?;
    }
    // Whether its type lacked other foreign keys is known to the row alone.
    let is_missing = |column: usize| table.is_required(column) && !new.is_set(column);
    match table.relations.iter().find(|relation| is_missing(relation.column)) {
        None => Ok(new),
        Some(relation) => Err(Error::InvalidValue {
            model: table.model,
            field: relation.field,
            reason: "the required field is not set".to_owned(),
        }),
    }
}
