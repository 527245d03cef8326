//! Relations: filtered, counted, loaded and changed.

mod alternate;
mod at_once;
mod changing;
mod composite;
mod deleting;
mod documents;
mod hostile;
mod large;
mod laws;
mod loading;
mod mended;
mod models;
mod questions;
mod repeated;
mod sql;
