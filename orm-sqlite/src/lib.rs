//! The embedded SQLite backend of the `orm` crate, over rusqlite.
//!
//! Linking the crate registers it for URLs that start with `sqlite:`; there is nothing to call. A file is opened by one
//! thread that writes and up to `pool_size` threads that read, each with a connection of its own; a database in memory
//! belongs to one thread, which does both. A statement goes to its thread, its rows are decoded there, and only the
//! result comes back.
//!
//! How values are kept:
//!
//! | type | stored as |
//! |---|---|
//! | boolean, smallint, integer, bigint | INTEGER |
//! | real, double precision | REAL; NaN is refused |
//! | text, jsonb | TEXT; text with a NUL is refused, as PostgreSQL does |
//! | bytea, uuid | BLOB |
//! | date, time | TEXT, `2026-01-31` and `23:59:59.000001` |
//! | timestamp | TEXT, `2026-01-31 23:59:59.000001` |
//! | timestamp with time zone | the same in UTC, followed by `+00:00` |
//! | numeric | TEXT, such as `12.50`, in columns declared `COLLATE decimal` |
//! | interval | TEXT, such as `P1M2DT3.5S`, in columns declared `COLLATE interval` |
//! | inet, cidr | TEXT, such as `10.0.0.1` and `10.0.0.0/8`, in columns declared `COLLATE inet` |
//! | enum | TEXT |
//! | arrays | TEXT, as JSON: numbers and booleans as themselves, bytes in hexadecimal, all else as its text |
//!
//! Every connection has the collations `decimal`, `interval`, `inet` and `json`, and the functions `decimal_add`, `decimal_sub`, `decimal_mul`,
//! `decimal_div`, `decimal_sum`, `decimal_fit`, `regexp`, `iregexp` and `ilike`.

mod backend;
mod bind;
mod connection;
mod constraint;
mod deadline;
mod driver;
mod executor;
mod failure;
mod functions;
mod installed;
mod job;
mod list;
mod pool;
mod reader;
mod recompiling;
mod rowid_key;
mod session;
mod settings;
mod statements;
mod temporal;
mod url;
mod worker;
