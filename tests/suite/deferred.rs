//! Columns that are not read with their rows. On both databases.

mod documents;
mod hooks;
mod keys;
mod loading;
mod models;
mod queries;
mod rules;
mod writing;
