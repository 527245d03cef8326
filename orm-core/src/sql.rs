//! The SQL compiler: statements as data, and from them text and parameters in a database's dialect.
//!
//! It is pure: no database is asked for anything. The same shape gives the same text, whatever the values.

mod aggregate;
mod call;
mod columns;
mod condition;
mod create_enum;
mod create_table;
mod cursor;
mod delete;
mod dialect;
mod effect;
mod expression;
mod group;
mod insert;
mod joins;
mod keyed_insert;
mod keys;
mod literal;
mod lock;
mod order;
mod placeholders;
mod plan;
mod related;
mod select;
mod source;
mod statement;
mod subquery;
mod text;
mod tree;
mod update;
mod writer;

pub use crate::expr::{Output, Select};
pub use columns::Columns;
pub use create_enum::create_enum;
pub(crate) use create_table::index_names;
pub use create_table::{Check, create_foreign_key, create_indexes, create_table};
pub use cursor::Cursor;
pub use delete::Delete;
pub use dialect::Dialect;
pub use effect::Effect;
pub use insert::{Insert, InsertForm};
pub use keyed_insert::KeyedInsert;
pub use placeholders::with_placeholders;
pub(crate) use select::ascending;
pub use statement::{Access, Statement};
pub use text::SqlText;
pub use update::Update;
pub use writer::Compiled;
