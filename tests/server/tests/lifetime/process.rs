//! A server ends with the process that started it, and takes its files along.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use test_server::Server;

use crate::traces::{Traces, eventually};

/// A process that serves a database, and the URL of that.
fn serve(command: &mut Command) -> (Child, String) {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut url = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
    (child, url.trim().to_owned())
}

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_test-server"));
    command.env_remove("DATABASE_URL");
    command
}

#[test]
fn nothing_is_left_of_a_process_that_was_killed() {
    let (mut child, url) = serve(&mut program());
    let traces = Traces::of(&url);
    assert!(traces.any());
    child.kill().unwrap();
    child.wait().unwrap();
    eventually("the server and its directory are gone", || !traces.any());
}

#[test]
fn nothing_is_left_of_a_process_that_was_killed_while_the_server_started() {
    let mut child = program().stdin(Stdio::piped()).spawn().unwrap();
    let prefix = format!("orm-postgres-{}-", child.id());
    let directory = || {
        let mut names = fs::read_dir(env::temp_dir()).unwrap().flatten().map(|entry| entry.file_name());
        names.any(|name| name.to_string_lossy().starts_with(&prefix))
    };
    eventually("the directory is made", directory);
    child.kill().unwrap();
    child.wait().unwrap();
    eventually("the directory is gone", || !directory());
}

#[test]
fn nothing_is_left_of_a_process_that_ended() {
    let (mut child, url) = serve(&mut program());
    let traces = Traces::of(&url);
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
    eventually("the server and its directory are gone", || !traces.any());
}

#[test]
fn nothing_is_left_of_a_server_that_was_dropped() {
    let server = Server::start_another();
    let traces = Traces::of(server.admin_url());
    assert!(traces.any());
    drop(server);
    assert!(!traces.any());
}

#[test]
fn databases_in_a_given_server_are_dropped_with_the_process() {
    let given = Server::start_another();
    let (mut child, url) = serve(program().env("DATABASE_URL", given.admin_url()));
    let (server, name) = url.rsplit_once('/').unwrap();
    assert_eq!(format!("{server}/postgres"), given.admin_url());
    let count = format!("SELECT count(*) FROM pg_database WHERE datname = '{name}';");
    assert_eq!(given.psql(given.admin_url(), &count), "1");
    child.kill().unwrap();
    child.wait().unwrap();
    eventually("the database is gone", || given.psql(given.admin_url(), &count) == "0");
}

#[test]
fn a_given_server_that_does_not_answer_is_an_error() {
    let output = program().env("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none").output().unwrap();
    assert!(!output.status.success());
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(message.contains("DATABASE_URL") && message.contains("port 1"), "{message}");
}
