//! The tests of this program, from outside.

use std::env;
use std::process::{Command, Output};

#[orm::test(postgres)]
#[ignore = "run by `a_server_that_is_not_named_is_a_failure`"]
async fn needs_a_server() {}

fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(arguments).env_remove("DATABASE_URL").env_remove("TEST_DATABASE_URL").output().unwrap()
}

#[test]
fn a_server_that_is_not_named_is_a_failure() {
    let output = run(&["--ignored", "processes::needs_a_server"]);
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(!output.status.success());
    assert!(printed.contains("set TEST_DATABASE_URL"), "{printed}");
}

#[test]
fn tests_are_named_by_function_and_database() {
    let listed = String::from_utf8(run(&["--list"]).stdout).unwrap();
    for name in [
        "without_options_it_is_sqlite",
        "a_test_for_each_database::sqlite",
        "a_test_for_each_database::postgres",
        "processes::needs_a_server::postgres",
    ] {
        assert!(listed.lines().any(|line| line == format!("{name}: test")), "{name}: {listed}");
    }
}
