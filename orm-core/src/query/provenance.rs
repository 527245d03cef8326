use super::gather::attach_models;
use crate::database::{Db, default_db};
use crate::model::Model;
use crate::relation::Provenance;

/// Makes rows that were read or made together in a database know of each other.
pub(super) fn attach_from<M: Model>(db: &Db, rows: &mut [M]) {
    if M::HAS_RELATIONS {
        attach_models(rows, &db.provenance());
    }
}

impl Db {
    /// What a row knows that came from this database: which one it was, unless that is found without knowing it.
    pub(super) fn provenance(&self) -> Provenance {
        let is_default = default_db().is_ok_and(|default| default.is_same(self));
        Provenance::new((!is_default).then(|| self.clone()), false)
    }
}
