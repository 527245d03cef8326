//! The rules of a model, checked before anything is sent: all failures at once, field by field.

mod draft;
mod email;
mod limits;
mod problems;
mod rows;
mod url;
mod value;

pub use draft::Draft;
pub use problems::Problems;
pub(crate) use rows::{all_ruled, assigned, changed, new_row, new_rows, one, rows};
pub(crate) use value::is_ruled;
