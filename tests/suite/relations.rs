//! Relations: filtered, counted, loaded and changed.

mod changing;
mod loading;
mod models;
mod questions;
