//! A real database of eleven tables and 15,000 rows: loaded from its CSV files on both databases, read as its own
//! script makes it, and asked what `psql` can answer as well. The table between playlists and tracks is that of a relation:
//! the script makes it with a key of two columns, and `create_tables` with one of its own.

mod analytics;
mod csv_row;
mod databases;
mod load;
mod models;
mod psql;
mod questions;
mod relations;
mod rows;
mod schema;
