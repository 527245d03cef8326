//! Values as the text of a cell, by the type of their column: as PostgreSQL writes and reads them, but for spans of time, which are
//! in the way of ISO 8601, and lists, which are JSON.

mod list;
mod parse;
mod write;

pub(super) use parse::parse;
pub(super) use write::write;
