//! A server of a test's own can be killed and paused.

use std::panic::{self, AssertUnwindSafe};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use test_server::Server;

use crate::traces::{Traces, eventually};

#[test]
fn a_killed_server_is_gone_with_its_files() {
    let server = Server::start_another();
    let url = server.create_database();
    let traces = Traces::of(&url);
    let other = Server::start_another();

    thread::scope(|scope| {
        let sleeper =
            scope.spawn(|| panic::catch_unwind(AssertUnwindSafe(|| server.psql(&url, "SELECT pg_sleep(60);"))));
        let sleeping =
            "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid();";
        eventually("the statement runs", || server.psql(server.admin_url(), sleeping) == "1");
        server.kill();
        assert!(sleeper.join().unwrap().is_err(), "the running statement failed");
    });
    assert!(!traces.any());
    assert!(panic::catch_unwind(AssertUnwindSafe(|| server.psql(&url, "SELECT 1;"))).is_err());
    server.kill();

    assert_eq!(other.psql(other.admin_url(), "SELECT 1;"), "1");
}

#[test]
fn a_paused_server_answers_once_it_is_resumed() {
    let server = Server::start_another();
    let url = server.create_database();
    server.pause();
    let (sender, answer) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(|| sender.send(server.psql(&url, "SELECT 1;")).unwrap());
        assert!(answer.recv_timeout(Duration::from_millis(300)).is_err());
        server.resume();
        assert_eq!(answer.recv_timeout(Duration::from_secs(30)).as_deref(), Ok("1"));
    });
}

#[test]
fn a_paused_server_can_be_killed_and_dropped() {
    let killed = Server::start_another();
    let traces = Traces::of(killed.admin_url());
    killed.pause();
    killed.kill();
    assert!(!traces.any());

    let dropped = Server::start_another();
    let traces = Traces::of(dropped.admin_url());
    dropped.pause();
    drop(dropped);
    assert!(!traces.any());
}

#[test]
fn a_killed_server_leaves_no_shared_memory() {
    let segments = || {
        let output = Command::new("ipcs").arg("-m").stderr(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let server = Server::start_another();
    let directory = server.psql(server.admin_url(), "SHOW data_directory;");
    let status = std::fs::read_to_string(format!("{directory}/postmaster.pid")).unwrap();
    let segment = status.lines().nth(6).and_then(|line| line.split_whitespace().nth(1)).unwrap().to_owned();
    let listed = |listing: &str| listing.split_whitespace().any(|word| word == segment);
    // Where there is no tool that lists segments, there is none that removes them.
    let Some(before) = segments() else { return };
    assert!(listed(&before));
    server.kill();
    assert!(!listed(&segments().unwrap()));
}
