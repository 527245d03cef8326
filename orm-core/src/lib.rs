//! The core of the `orm` crate: models, expressions, querysets and the SQL compiler. It knows no driver.
//!
//! Programs use the facade, `orm`, which re-exports what stands here.

pub mod database;
pub mod error;
pub mod schema;
pub mod sql;
pub mod value;

pub use error::{Error, Result};
