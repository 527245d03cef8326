//! An async ORM for Rust with Django's ease, checked by the compiler.
//!
//! ```standalone_crate
//! use orm::prelude::*;
//!
//! #[derive(Model, Debug)]
//! struct User {
//!     id: i64,
//!     #[orm(unique, max_length = 50)]
//!     username: String,
//!     email: Option<String>,
//!     #[orm(default = true)]
//!     active: bool,
//! }
//!
//! #[tokio::main(flavor = "current_thread")]
//! async fn main() -> orm::Result<()> {
//!     orm::connect("sqlite::memory:").await?; // or "postgres://app@localhost/app"
//!     orm::create_tables().await?;
//!
//!     let ann = User::create().username("ann").email("ann@x.org").await?;
//!     let active = User::filter(|u| u.active.eq(true) & u.username.icontains("AN")).await?;
//!     assert_eq!(active[0].id, ann.id);
//!     Ok(())
//! }
//! ```

// Linking a backend is what registers it.
#[cfg(feature = "postgres")]
use orm_postgres as _;
#[cfg(feature = "sqlite")]
use orm_sqlite as _;

pub use orm_core::database::{Db, Isolation, Transaction, Tx, transaction};
pub use orm_core::database::{atomic, begin, connect, default_db, models, on_commit, scope, try_atomic};
pub use orm_core::expr::{
    case, cume_dist, dense_rank, fragment, func, grouping, json_array, json_object, literal, now, ntile, outer_nth,
    percent_rank, proposed, random, rank, row_number, tree_depth, tree_path, window,
};
pub use orm_core::expr::{count, outer};
pub use orm_core::query::{
    QuerySet, batch, create_tables, execute, exists, on_write, prefetch, raw, related, values_table,
};
pub use orm_core::{Error, Result};
pub use orm_core::{
    database, error, expr, field, model, models, path, query, relation, schema, sql, testing, validation, value,
};
pub use orm_derive::{DbEnum, Field, Model, Projection, q, queryset, select, test};

#[doc(hidden)]
pub use orm_core::private as __private;

/// What a program that uses models imports: `use orm::prelude::*;`.
pub mod prelude {
    pub use orm_core::expr::{
        Aggregates, Assignment, ContainerOperators, Expr, JsonOperators, LowerUpperFunctions, MathFunctions,
        NumberFunctions, Operators, Order, Predicate, RangeOperators, SearchOperators, SimilarityOperators, Statistics,
        TextFunctions, TextOperators, TimeFunctions, ToManyOperators, ValueFunctions, WindowFunctions, ZoneFunctions,
        count, outer,
    };
    pub use orm_core::model::{Fields, Hooks, Model};
    pub use orm_core::query::{
        ApplyPatch, CopyRecord, Create, CreateNested, CreateOrUpdate, Patch, Projection, QuerySet, Record,
    };
    // The builder of a model `Child` has this name.
    pub use orm_core::query::NewChild as _;
    pub use orm_core::relation::{Deferred, ForeignKey, HasMany, HasOne, ManyToMany, OneToOne};
    pub use orm_core::value::Json;
    pub use orm_derive::{DbEnum, Field, Model, Projection, q, select};
}

/// The README and the guides, whose examples are compiled and run with the documentation tests.
#[cfg(doctest)]
mod guides {
    #[doc = include_str!("../README.md")]
    mod readme {}
    #[doc = include_str!("../docs/models.md")]
    mod models {}
    #[doc = include_str!("../docs/queries.md")]
    mod queries {}
    #[doc = include_str!("../docs/expressions.md")]
    mod expressions {}
    #[doc = include_str!("../docs/projections.md")]
    mod projections {}
    #[doc = include_str!("../docs/tables.md")]
    mod tables {}
    #[doc = include_str!("../docs/django.md")]
    mod django {}
    #[doc = include_str!("../docs/pages.md")]
    mod pages {}
    #[doc = include_str!("../docs/relations.md")]
    mod relations {}
    #[doc = include_str!("../docs/writing.md")]
    mod writing {}
    #[doc = include_str!("../docs/validation.md")]
    mod validation {}
    #[doc = include_str!("../docs/bulk.md")]
    mod bulk {}
    #[doc = include_str!("../docs/transactions.md")]
    mod transactions {}
    #[doc = include_str!("../docs/databases.md")]
    mod databases {}
    #[doc = include_str!("../docs/observing.md")]
    mod observing {}
    #[doc = include_str!("../docs/testing.md")]
    mod testing {}
    #[doc = include_str!("../docs/errors.md")]
    mod errors {}
    #[doc = include_str!("../ARCHITECTURE.md")]
    mod architecture {}
}
