//! A model's columns and relations as a query's closure sees them: small, `Copy`, found by name.

mod column;
mod field_set;
mod to_one;

pub use column::Column;
pub use field_set::FieldSet;
pub use to_one::ToOne;
