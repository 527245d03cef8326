//! Relations to one row that are read by joins, with the row that has them.

mod backward;
mod follow;
mod follower;
mod forward;
mod into_follow;

pub(super) use follow::{Follow, added};
pub(super) use follower::Follower;
pub use into_follow::IntoFollow;
