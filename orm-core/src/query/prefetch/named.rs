use crate::model::Model;
use crate::query::QuerySet;

/// By which query a relation is loaded, and whether it was named for itself or is on the way to another.
pub(super) struct Named<T: Model> {
    pub(super) rows: QuerySet<T>,
    on_the_way: bool,
}

impl<T: Model> Named<T> {
    /// The relation that the program named.
    pub(super) fn itself(rows: QuerySet<T>) -> Self {
        Self { rows, on_the_way: false }
    }

    /// A relation on the way to those that its rows load.
    pub(super) fn on_the_way(rows: QuerySet<T>) -> Self {
        Self { rows, on_the_way: true }
    }

    /// Also rows that their model's scope leaves out.
    pub(super) fn unscoped(self) -> Self {
        Self { rows: self.rows.unscoped(), ..self }
    }

    /// The same relation, named again. Its query is that which was said last; what is only on the way has none, and adds what
    /// it leads to.
    pub(super) fn again(&self, later: &Self) -> Self {
        let rows = match (self.on_the_way, later.on_the_way) {
            (_, true) => self.rows.clone().prefetching(later.rows.prefetches()),
            (true, false) => {
                let further = later.rows.prefetches();
                later.rows.clone().prefetching(self.rows.prefetches()).prefetching(further)
            }
            (false, false) => later.rows.clone(),
        };
        Self { rows, on_the_way: self.on_the_way && later.on_the_way }
    }
}
