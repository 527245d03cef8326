use std::collections::HashMap;

/// The rows of each of several parents, by the places of these.
///
/// A parent can be there more than once, as the far side of a link table is where several rows lead to it. Its rows are held
/// once, at its first place, to which the others lead.
pub(crate) struct RowsByParent<T> {
    rows: Vec<Vec<T>>,
    repeated: HashMap<usize, usize>,
}

impl<T> RowsByParent<T> {
    /// These rows, with the first place of each parent that is there again.
    pub(crate) fn new(rows: Vec<Vec<T>>, repeated: HashMap<usize, usize>) -> Self {
        Self { rows, repeated }
    }

    /// No rows, whatever the number of parents.
    pub(crate) fn empty() -> Self {
        Self::new(Vec::new(), HashMap::new())
    }

    /// The rows of the parent at this place.
    pub(crate) fn of(&self, place: usize) -> &[T] {
        let first = self.repeated.get(&place).unwrap_or(&place);
        self.rows.get(*first).map_or(&[], Vec::as_slice)
    }

    /// The rows of the first parent, where there is one.
    pub(crate) fn into_first(self) -> Option<Vec<T>> {
        self.rows.into_iter().next()
    }
}
