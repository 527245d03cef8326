//! Changing which rows a relation connects.

mod child;
mod has_many;
mod link;
mod many_to_many;
