//! Which columns no two rows are alike in, as far as the model knows.

use crate::schema::Table;

/// Whether these columns are those of the key or of a unique index that the model has, in any order.
pub(super) fn is_unique(table: &'static Table, columns: &[usize]) -> bool {
    let of_these: Vec<usize> = columns.iter().flat_map(|&column| parts_of_key(table, column)).collect();
    unique_sets(table).iter().any(|set| {
        set.iter().all(|column| of_these.contains(column)) && of_these.iter().all(|column| set.contains(column))
    })
}

/// The columns that a key of several stands for, or the column itself.
fn parts_of_key(table: &'static Table, column: usize) -> Vec<usize> {
    match table.composite_key {
        Some(key) if column == table.primary_key => key.parts.to_vec(),
        _ => vec![column],
    }
}

/// The columns of the key, and of each unique index.
pub(super) fn unique_sets(table: &'static Table) -> Vec<Vec<usize>> {
    let single = (0..table.columns.len()).filter(|&column| table.columns[column].unique).map(|column| vec![column]);
    let several = table.indexes.iter().filter(|index| index.unique).map(|index| index.columns.to_vec());
    std::iter::once(parts_of_key(table, table.primary_key)).chain(single).chain(several).collect()
}
