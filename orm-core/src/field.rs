//! A model's columns and relations as a query's closure sees them: small, `Copy`, found by name.

mod column;
mod field_set;
mod numbered;
mod to_many;
mod to_one;
mod to_one_back;

pub use column::Column;
pub use field_set::FieldSet;
pub use to_many::ToMany;
pub use to_one::ToOne;
pub use to_one_back::ToOneBack;
