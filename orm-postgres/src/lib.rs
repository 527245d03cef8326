//! The PostgreSQL backend of the `orm` crate, over tokio-postgres and deadpool-postgres.
//!
//! Linking this crate is all it takes: it registers itself for URLs of the form
//! `postgres://user:password@host/database`, and [`orm_core::database::connect`] finds it.
//! A query runs as a statement that is prepared once a connection, and has its rows decoded as they arrive, straight from
//! the bytes of the wire. Reads that are known to be quick share a few connections, the lanes; everything else takes one
//! from the pool.

mod address;
mod backend;
mod checkout;
mod connection;
mod connections;
mod copy_in;
mod decode;
mod driver;
mod encode;
mod execute;
mod failure;
mod lanes;
mod limits;
mod manager;
mod reader;
mod session;
mod statement_cache;
mod timer;
mod together;
mod transaction;
mod types;
mod url;
mod watchdog;
