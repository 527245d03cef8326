//! Relations that are loaded by a query of their own, for all rows at once: what is asked is planned first, then all of it
//! is sent together, and the answers are handed out to the rows.

mod into_prefetch;
mod many;
mod named;
mod one;
mod onto;
mod per_row;
mod plan;
mod to_many;
mod to_one;
mod with;

pub use into_prefetch::IntoPrefetch;
pub(super) use many::load_many;
pub(super) use one::load_one;
pub use onto::prefetch;
pub use per_row::{PerRow, PerRowIter, related};
pub(super) use plan::{Prefetch, Prefetches, load_all};
pub use with::With;
