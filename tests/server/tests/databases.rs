//! Databases: empty, separate, and quick to make from many threads.

use std::collections::HashSet;
use std::panic;
use std::thread;

use test_server::{Server, postgres};

#[test]
fn each_database_is_new_and_empty() {
    let server = postgres();
    let (one, other) = (server.create_database(), server.create_database());
    assert_ne!(one, other);
    server.psql(&one, "CREATE TABLE mine (id int);");
    let tables = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace;";
    assert_eq!(server.psql(&one, tables), "1");
    assert_eq!(server.psql(&other, tables), "0");
}

#[test]
fn databases_are_made_from_many_threads_at_once() {
    let make = || postgres().create_database();
    let urls: Vec<String> = thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(move || [make(), make(), make()])).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(urls.iter().collect::<HashSet<_>>().len(), 24);
    for url in urls {
        assert_eq!(postgres().psql(&url, "SELECT 1;"), "1");
    }
}

#[test]
fn psql_returns_rows_and_takes_scripts() {
    let server = postgres();
    let url = server.create_database();
    let rows = server.psql(
        &url,
        "CREATE TABLE t (id int, name text);\nINSERT INTO t VALUES (1, 'a'), (2, NULL);\nSELECT * FROM t ORDER BY id;",
    );
    assert_eq!(rows, "1|a\n2|");
    let long = format!("SELECT length('{}');", "x".repeat(1_000_000));
    assert_eq!(server.psql(&url, &long), "1000000");
}

#[test]
fn a_failing_script_panics_with_the_message_of_the_server() {
    let server = postgres();
    let url = server.create_database();
    let failure = panic::catch_unwind(|| server.psql(&url, "SELECT nothing_like_it;")).unwrap_err();
    let message = failure.downcast_ref::<String>().unwrap();
    assert!(message.contains("column \"nothing_like_it\" does not exist"), "{message}");
}

#[test]
fn a_server_is_set_up_for_tests() {
    let server = Server::start_another();
    for (setting, expected) in [
        ("server_encoding", "UTF8"),
        ("fsync", "off"),
        ("synchronous_commit", "off"),
        ("full_page_writes", "off"),
        ("jit", "off"),
        ("max_connections", "200"),
        ("shared_buffers", "64MB"),
        ("listen_addresses", "127.0.0.1"),
        ("TimeZone", "UTC"),
        ("data_directory_mode", "0700"),
    ] {
        assert_eq!(server.psql(server.admin_url(), &format!("SHOW {setting};")), expected, "{setting}");
    }
    // Text sorts by code point, whatever the locale of the machine.
    assert_eq!(server.psql(&server.create_database(), "SELECT 'a' > 'B';"), "t");
}
