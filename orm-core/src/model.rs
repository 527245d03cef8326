//! What the derive implements for a struct: how it lies in its table and in its rows.

mod but_relations;
mod deserialize;
mod given;
mod hooks;
mod into_field;
mod model;
mod new_model;
mod new_row;
mod partial;
mod row;
mod state;
mod unset;

pub use but_relations::{AllButRelations, Detachable, GivenOrRelation};
pub(crate) use deserialize::unknown_field;
pub use deserialize::{DeserializeRow, deserialize_new};
pub use given::{AllGiven, Given, Set};
pub use hooks::{HookTable, Hooks, hook_table};
pub use into_field::IntoField;
pub use model::{Fields, Model};
pub use new_model::NewModel;
pub use new_row::NewRow;
pub use partial::{Partial, TakesFields};
pub use row::{Chunk, Row, Values};
pub use state::{Next, Number, State, Zero};
pub use unset::Unset;
