//! Paths from a query's model along its foreign keys, as types and as plain data.

mod back;
mod hop;
mod join;
mod refers_to;
mod relation_to;
mod reverse_to;
mod root;
pub mod via;

pub use back::Back;
pub use hop::{Hop, Step};
pub use join::Join;
pub use refers_to::{RefersOnceTo, RefersTo, UniqueRelation};
pub use relation_to::RelationTo;
pub use reverse_to::ReverseTo;
pub use root::Root;

use crate::model::Model;
use crate::value::Nullability;

/// The way from a query's model to where a field stands: [`Root`], or a [`Join`] from another path.
///
/// ```
/// use orm::path::{Path, Root};
/// use orm::prelude::*;
///
/// #[derive(Model)]
/// struct Country {
///     id: i64,
///     name: String,
/// }
///
/// assert!(<Root<Country> as Path>::HOP.is_none());
/// ```
pub trait Path: Copy + Send + Sync + 'static {
    /// The model that the query is about.
    type Root: Model;
    /// The model at the end of the path.
    type Target: Model;
    /// Whether the row at the end can be missing, because a foreign key on the way is.
    type Nullability: Nullability;
    /// The last step; `None` at the root.
    const HOP: Option<&'static Hop>;
}
