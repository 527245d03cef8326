//! The core of the `orm` crate: models, expressions, querysets and the SQL compiler. It knows no driver.
//!
//! Programs use the facade, `orm`, which re-exports what stands here.

#[macro_use]
mod tuples;

pub mod database;
pub mod error;
pub mod expr;
pub mod field;
pub mod model;
pub mod path;
#[doc(hidden)]
pub mod private;
pub mod query;
pub mod relation;
pub mod schema;
pub mod sql;
pub mod testing;
pub mod validation;
pub mod value;

pub use error::{Error, Result};

/// Lists models for [`Db::create_tables_of`](database::Db::create_tables_of).
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, name: String }
/// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country> }
/// assert_eq!(orm::models![Country, City].len(), 2);
/// ```
#[macro_export]
macro_rules! models {
    ($($model:ty),* $(,)?) => {
        &[$(<$model as $crate::database::Registered>::REGISTRATION),*]
    };
}
