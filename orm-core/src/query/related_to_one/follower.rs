use crate::model::Model;
use crate::relation::Provenance;
use crate::value::{ReadResult, RowReader};

/// Reads one relation of `S` from each row of a result.
pub trait Follower<S: Model>: Send {
    /// Reads it for this row.
    ///
    /// # Errors
    /// When a cell does not hold what its field takes.
    fn row(&mut self, parent: &mut S, row: &mut dyn RowReader) -> ReadResult<()>;

    /// How many cells it reads.
    fn width(&self) -> usize;

    /// Gives what was read to all rows, in the order in which they came.
    fn finish(self: Box<Self>, parents: &mut [&mut S], provenance: &Provenance);
}

/// The rows at the end of a relation, each once, and what is read of them.
pub(super) struct Targets<T: Model> {
    pub(super) rows: Vec<T>,
    pub(super) children: Vec<Box<dyn Follower<T>>>,
    width: usize,
}

impl<T: Model> Targets<T> {
    pub(super) fn new(children: Vec<Box<dyn Follower<T>>>) -> Self {
        let width = T::TABLE.selected_width() + children.iter().map(|child| child.width()).sum::<usize>();
        Self { rows: Vec::new(), children, width }
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// Reads one more, if there is one in this row.
    pub(super) fn read(&mut self, row: &mut dyn RowReader) -> ReadResult<bool> {
        // A join that found no row gives NULL for each of its columns, its key among them.
        if row.is_null(T::TABLE.key_offset())? {
            row.skip(self.width);
            return Ok(false);
        }
        let mut target = T::read(row)?;
        self.children.iter_mut().try_for_each(|child| child.row(&mut target, row))?;
        self.rows.push(target);
        Ok(true)
    }

    /// The rows, with all that was read of them.
    pub(super) fn finish(mut self, provenance: &Provenance) -> Vec<T> {
        if T::HAS_RELATIONS {
            let mut rows: Vec<&mut T> = self.rows.iter_mut().collect();
            T::attach(&mut rows, provenance);
            for child in self.children {
                child.finish(&mut rows, provenance);
            }
        }
        self.rows
    }
}
