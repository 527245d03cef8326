//! A real database of eleven tables and 15,000 rows: loaded from its CSV files on both databases, read as its own
//! script makes it, and asked what `psql` can answer as well. The link table between playlists and tracks has no
//! key of one column, and so no model.

mod csv_row;
mod databases;
mod load;
mod models;
mod questions;
mod rows;
mod schema;
