//! The SQL compiler: statements as data, and from them text and parameters in a database's dialect.

mod dialect;
mod statement;

pub use dialect::Dialect;
pub use statement::{Access, Columns, OutputColumn, Statement};
