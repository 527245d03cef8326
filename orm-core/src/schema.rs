//! Tables as plain, static data: what the derive writes down about a model, and what everything else reads.

mod column;
mod composite_key;
mod constraint_name;
mod dependency_order;
mod index;
mod input;
mod output_column;
mod part;
mod relation;
mod reverse;
mod rule;
mod table;

pub use column::{ColumnDef, Fill};
pub use composite_key::CompositeKey;
pub use constraint_name::{MAX_IDENTIFIER_BYTES, constraint_name};
pub(crate) use dependency_order::dependency_order;
pub use index::IndexDef;
pub use output_column::OutputColumn;
pub use part::Part;
pub use relation::{OnDelete, RelationDef};
pub use reverse::{Link, ReverseDef, Through};
pub use rule::{Pattern, Range, Rule};
pub use table::{Direction, Table};
