//! The rules of a model, checked before anything is sent: all failures at once, field by field.

mod draft;
mod draft_field;
mod email;
mod limits;
mod problems;
mod rows;
mod stage;
mod url;
mod value;

pub use draft::Draft;
pub use draft_field::DraftField;
pub use problems::Problems;
pub(crate) use rows::{all_ruled, assigned, changed, named, new_row, new_rows, one, rows, without};
pub(crate) use stage::Stage;
pub(crate) use value::is_ruled;
