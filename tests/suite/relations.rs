//! Relations: filtered, counted, loaded and changed.

mod changing;
mod deleting;
mod documents;
mod laws;
mod loading;
mod models;
mod questions;
mod repeated;
mod sql;
