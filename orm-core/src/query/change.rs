//! Changing which rows a relation connects.

mod child;
mod has_many;
mod link;
mod many_to_many;

pub(super) use child::with_keys;
pub(super) use has_many::foreign_key;
