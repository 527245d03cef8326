use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Which row the database has asked for last, where somebody wants to know: the one that it has refused, where it has refused any. Where
/// one statement takes many rows, nobody knows.
#[derive(Clone, Default)]
pub(in crate::query) struct Asked(Option<Arc<AtomicUsize>>);

impl Asked {
    /// For whoever wants to know.
    pub(in crate::query) fn watched() -> Self {
        Self(Some(Arc::new(AtomicUsize::new(usize::MAX))))
    }

    /// The row's place, from 0.
    pub(in crate::query) fn row(&self) -> Option<usize> {
        self.0.as_ref().map(|row| row.load(Ordering::Relaxed)).filter(|row| *row != usize::MAX)
    }

    /// Notes the row that a run of the statement takes, if it is one.
    pub(super) fn note(&self, place: Option<usize>) {
        if let Some(row) = &self.0 {
            row.store(place.unwrap_or(usize::MAX), Ordering::Relaxed);
        }
    }

    /// Says that rows were counted among those of these places.
    pub(super) fn among(&self, places: &[usize]) {
        if let (Some(row), Some(place)) = (&self.0, self.row().and_then(|row| places.get(row))) {
            row.store(*place, Ordering::Relaxed);
        }
    }
}
