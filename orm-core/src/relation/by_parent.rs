use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::row_key::RowKey;

/// The rows of each of several parents, in the order of these.
pub(crate) struct RowsByParent<T> {
    /// The rows of the first parent, then those of the next.
    rows: Vec<T>,
    /// For each parent where its rows end.
    ends: Vec<usize>,
    /// For each parent the first one with its key, where some keys repeat; else nothing.
    firsts: Vec<usize>,
}

impl<T> RowsByParent<T> {
    /// Nobody has any.
    pub(crate) const fn none() -> Self {
        Self { rows: Vec::new(), ends: Vec::new(), firsts: Vec::new() }
    }

    /// Rows, each with the position of the parent that it belongs to.
    pub(crate) fn of(parents: Parents, owners: &[usize], rows: Vec<T>) -> Self {
        let mut ends = vec![0; parents.count];
        for owner in owners {
            if let Some(count) = ends.get_mut(*owner) {
                *count += 1;
            }
        }
        // As they come from the database they often are in order, and need not move.
        let rows = if owners.is_sorted() { rows } else { in_order(&ends, owners, rows) };
        let mut end = 0;
        for count in &mut ends {
            end += *count;
            *count = end;
        }
        Self { rows, ends, firsts: parents.firsts }
    }

    /// Rows, each with the position of the one of so many parents that it belongs to.
    pub(crate) fn of_owners(parents: usize, owners: &[usize], rows: Vec<T>) -> Self {
        Self::of(
            Parents { positions: HashMap::default(), firsts: Vec::new(), count: parents, last: None },
            owners,
            rows,
        )
    }

    /// Those of the parent at this position.
    pub(crate) fn get(&self, position: usize) -> &[T] {
        let first = self.firsts.get(position).copied().unwrap_or(position);
        let start = first.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(first).copied().unwrap_or(start);
        self.rows.get(start..end).unwrap_or(&[])
    }

    /// All of them.
    pub(crate) fn into_rows(self) -> Vec<T> {
        self.rows
    }
}

/// Rows in the order of their owners, each of whom has so many.
fn in_order<T>(counts: &[usize], owners: &[usize], rows: Vec<T>) -> Vec<T> {
    let count = rows.len();
    let mut by_owner: Vec<Vec<T>> = counts.iter().map(|count| Vec::with_capacity(*count)).collect();
    for (owner, row) in owners.iter().zip(rows) {
        if let Some(rows) = by_owner.get_mut(*owner) {
            rows.push(row);
        }
    }
    let mut ordered = Vec::with_capacity(count);
    by_owner.into_iter().for_each(|rows| ordered.extend(rows));
    ordered
}

/// For each parent a row or none of its own, also where several have the same key.
impl<T> FromIterator<Option<T>> for RowsByParent<T> {
    fn from_iter<I: IntoIterator<Item = Option<T>>>(found: I) -> Self {
        let mut all = Self::none();
        for row in found {
            all.rows.extend(row);
            all.ends.push(all.rows.len());
        }
        all
    }
}

/// The keys of parents, each of which is looked up by many rows.
pub(crate) struct Parents {
    positions: HashMap<RowKey, usize, RandomState>,
    firsts: Vec<usize>,
    count: usize,
    last: Option<(RowKey, usize)>,
}

impl Parents {
    /// Parents with these keys, of which the same may come several times: a row that a link table connects with several
    /// others is read with each of them.
    pub(crate) fn new(keys: &[RowKey]) -> Self {
        let mut positions = HashMap::with_capacity_and_hasher(keys.len(), RandomState::default());
        let mut firsts = Vec::new();
        for (position, key) in keys.iter().enumerate() {
            let first = *positions.entry(key.clone()).or_insert(position);
            if first != position && firsts.is_empty() {
                firsts.extend(0..position);
            }
            if first != position || !firsts.is_empty() {
                firsts.push(first);
            }
        }
        Self { positions, firsts, count: keys.len(), last: None }
    }

    /// Of the keys that they were made from, each once.
    pub(crate) fn once<'a>(&'a self, keys: &'a [RowKey]) -> impl Iterator<Item = &'a RowKey> {
        let is_first = |position: usize| self.firsts.get(position).is_none_or(|first| *first == position);
        keys.iter().enumerate().filter(move |(position, _)| is_first(*position)).map(|(_, key)| key)
    }

    /// The position of the first one with this key.
    pub(crate) fn position(&mut self, key: RowKey) -> Option<usize> {
        // Rows of one parent often come one after the other.
        if let Some((last, position)) = &self.last
            && *last == key
        {
            return Some(*position);
        }
        let position = *self.positions.get(&key)?;
        self.last = Some((key, position));
        Some(position)
    }
}
