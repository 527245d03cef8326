//! Every example runs, on both databases.

use std::env;
use std::path::PathBuf;
use std::process::Command;

/// The example beside this test, which `cargo test` has built as well.
fn built(example: &str) -> PathBuf {
    let this = env::current_exe().expect("the path of this program");
    let profile = this.ancestors().nth(2).expect("tests lie in target/<profile>/deps");
    let path = profile.join("examples").join(format!("{example}{}", env::consts::EXE_SUFFIX));
    assert!(path.is_file(), "{} is missing: run `cargo build --examples`", path.display());
    path
}

/// What an example prints. Without a URL it chooses its own database.
fn output(example: &str, url: Option<&str>) -> String {
    let mut command = Command::new(built(example));
    match url {
        Some(url) => command.env("DATABASE_URL", url),
        None => command.env_remove("DATABASE_URL"),
    };
    let output = command.output().expect("the example starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("the example prints text")
}

/// All lines of the quickstart but the first, which names the database.
const QUICKSTART: &str = "\
Created the tables, and emptied them of what an earlier run left.
Created 2 customers, 4 products and 3 orders.
Ordered from France: 3 x Tea for 1350 cents.
Ordered from France: 1 x Teapot for 3200 cents.
The dearest products: Teapot and Cup.
Ann lives in France.
Bob lives in an unknown country.
1 customer has ordered a teapot.
Ann ordered 3 x Tea.
Ann ordered 1 x Teapot.
Bob ordered 2 x Cup.
There are 7 packets of tea left.
2 products are cheaper now.
Bob moved: 2 customers in France.
Refused: this Customer [\"email\"] is taken.
Refused by stock_not_negative.
Ann is gone, and her orders with her: 1 left.
";

#[test]
fn quickstart_runs_in_memory() {
    assert_eq!(output("quickstart", None), format!("Connected to Sqlite.\n{QUICKSTART}"));
}

#[test]
fn quickstart_runs_on_postgres_as_often_as_one_likes() {
    let url = test_server::postgres().create_database();
    for _ in 0..2 {
        assert_eq!(output("quickstart", Some(&url)), format!("Connected to Postgres.\n{QUICKSTART}"));
    }
}

#[test]
fn quickstart_runs_on_a_file_as_often_as_one_likes() {
    let file = env::temp_dir().join(format!("orm_quickstart_{}.db", std::process::id()));
    let url = format!("sqlite:{}", file.display());
    for _ in 0..2 {
        assert_eq!(output("quickstart", Some(&url)), format!("Connected to Sqlite.\n{QUICKSTART}"));
    }
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", file.display()));
    }
}

/// All lines of the custom type's but the first, which names the database.
const CUSTOM_TYPE: &str = "\
The hall is #ffffff, after 0 samples.
The kitchen is #ff8000, after 2 samples.
Only the kitchen has a colour.
Before it was all white there were #ff8000 and #0000ff.
Refused: invalid value for Wall.colour: a column holds opaque colours, and this has 30.
";

#[test]
fn custom_type_runs_in_memory() {
    assert_eq!(output("custom_type", None), format!("Connected to Sqlite.\n{CUSTOM_TYPE}"));
}

#[test]
fn custom_type_runs_on_postgres() {
    let url = test_server::postgres().create_database();
    assert_eq!(output("custom_type", Some(&url)), format!("Connected to Postgres.\n{CUSTOM_TYPE}"));
}
