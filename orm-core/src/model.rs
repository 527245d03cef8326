//! What the derive implements for a struct: how it lies in its table and in its rows.

mod into_field;
mod model;
mod new_model;
mod slot;

pub use into_field::IntoField;
pub use model::{Fields, Model};
pub use new_model::NewModel;
pub use slot::{Given, Set};
