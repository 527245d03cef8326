//! Which row was it? Rows of one relation are created together, whichever they are nested in; what the program gave them in was a tree.

use std::sync::Arc;

use crate::error::{Error, InvalidField};

/// Rows that are created together.
pub(super) struct Level {
    /// The model of the row that all are nested in.
    root: &'static str,
    /// Where they stand; `None` for that row itself.
    below: Option<Below>,
}

struct Below {
    above: Arc<Level>,
    /// The relation.
    field: &'static str,
    /// Whether it has one row only.
    is_one: bool,
    /// In which row of the level above each of them is, in this order.
    owners: Arc<[usize]>,
}

impl Level {
    /// That of one row, in which all others are nested.
    pub(super) fn root(model: &'static str) -> Arc<Self> {
        Arc::new(Self { root: model, below: None })
    }

    /// That of rows which are nested in those of this one.
    pub(super) fn below(self: &Arc<Self>, field: &'static str, is_one: bool, owners: Arc<[usize]>) -> Arc<Self> {
        let below = Below { above: Arc::clone(self), field, is_one, owners };
        Arc::new(Self { root: self.root, below: Some(below) })
    }

    /// The way to a row, such as `orders[2].items[0]`; with a star in place of a number that is not known. `None` for the first one.
    fn path(&self, row: Option<usize>) -> Option<String> {
        let Below { above, field, is_one, owners } = self.below.as_ref()?;
        let owner = match (row, owners.first(), owners.last()) {
            (Some(row), ..) => owners.get(row),
            (None, first, last) => first.filter(|first| Some(*first) == last),
        };
        let mut path = above.path(owner.copied()).map_or_else(String::new, |above| above + ".");
        path.push_str(field);
        let before = owner.map_or(0, |owner| owners.partition_point(|other| other < owner));
        match row.map(|row| row - before) {
            _ if *is_one => {}
            Some(place) => path.push_str(&format!("[{place}]")),
            None if owners.len() == 1 => path.push_str("[0]"),
            None => path.push_str("[*]"),
        }
        Some(path)
    }

    /// The same error, which names this row, as far as it is known which one it was.
    #[cold]
    pub(super) fn locate(&self, error: Error, row: Option<usize>) -> Error {
        if let Error::Validation { problems, .. } = error {
            let problems =
                problems.map(|problem| InvalidField { path: self.path(problem.row.or(row)), row: None, ..problem });
            return Error::Validation { model: self.root, problems };
        }
        let Some(path) = self.path(row) else { return error };
        let at = |fields: Vec<String>| match fields.is_empty() {
            true => vec![path.clone()],
            false => fields.into_iter().map(|field| format!("{path}.{field}")).collect(),
        };
        match error {
            Error::UniqueViolation { model, fields, constraint } => {
                Error::UniqueViolation { model, fields: at(fields), constraint }
            }
            Error::ForeignKeyViolation { model, fields, constraint } => {
                Error::ForeignKeyViolation { model, fields: at(fields), constraint }
            }
            Error::CheckViolation { model, fields, constraint } => {
                Error::CheckViolation { model, fields: at(fields), constraint }
            }
            Error::ExclusionViolation { model, fields, constraint } => {
                Error::ExclusionViolation { model, fields: at(fields), constraint }
            }
            Error::NotNullViolation { model, fields } => Error::NotNullViolation { model, fields: at(fields) },
            Error::InvalidValue { model, field, reason } => {
                Error::InvalidValue { model, field, reason: format!("{reason} (in {path})") }
            }
            other => other,
        }
    }
}
