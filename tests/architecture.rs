//! The rules of the house, checked on the source: which module may know which, what each crate may depend on, and how
//! large a file may get. A failure names the file, the line and the rule.

#[path = "architecture/manifest.rs"]
mod manifest;
#[path = "architecture/paths.rs"]
mod paths;
#[path = "architecture/ranks.rs"]
mod ranks;
#[path = "architecture/tokens.rs"]
mod tokens;
#[path = "architecture/tree.rs"]
mod tree;

use std::error::Error;
use std::fs;
use std::path::Path;

use manifest::Dependency;
use paths::Named;

type Outcome = Result<(), Box<dyn Error>>;

/// The modules of orm-core that a backend has no business with.
const ABOVE_BACKENDS: [&str; 4] = ["model", "query", "expr", "relation"];

/// Crates that talk to a database.
const DRIVERS: [&str; 6] = ["tokio-postgres", "postgres-types", "rusqlite", "libsqlite3-sys", "deadpool", "sqlx"];

/// The longest source file, in lines.
const LONGEST: usize = 500;

#[test]
fn modules_of_the_core_import_downwards() -> Outcome {
    let source = tree::root().join("orm-core/src");
    let mut violations = Vec::new();
    for file in tree::files_below(&source, "rs")? {
        let text = fs::read_to_string(&file)?;
        for (line, rule) in ranks::violations(&tree::module_path(&source, &file), &text) {
            violations.push(tree::violation(&file, line, &rule));
        }
    }
    none(&violations)
}

#[test]
fn the_core_knows_no_driver() -> Outcome {
    let is_driver = |dependency: &Dependency| {
        let rest = |driver: &str| dependency.package.strip_prefix(driver);
        // `deadpool` stands for `deadpool-postgres` and its like as well.
        DRIVERS.iter().any(|driver| rest(driver).is_some_and(|rest| rest.is_empty() || rest.starts_with('-')))
    };
    forbid("orm-core/Cargo.toml", "orm-core depends on no driver", is_driver)
}

#[test]
fn the_derive_depends_on_no_crate_of_the_workspace() -> Outcome {
    let ours = manifest::packages()?;
    // Its tests may use what its macros are for.
    let is_ours = |dependency: &Dependency| !dependency.development && ours.contains(&dependency.package);
    forbid("orm-derive/Cargo.toml", "orm-derive depends on no crate of the workspace", is_ours)
}

#[test]
fn backends_know_nothing_of_models() -> Outcome {
    let mut violations = Vec::new();
    for backend in ["orm-postgres", "orm-sqlite"] {
        for file in tree::files_below(&tree::root().join(backend).join("src"), "rs")? {
            for Named { line, module } in paths::named_in(&fs::read_to_string(&file)?, "orm_core") {
                if ABOVE_BACKENDS.contains(&module.as_str()) {
                    let rule = format!("a backend does not name orm_core::{module}");
                    violations.push(tree::violation(&file, line, &rule));
                }
            }
        }
    }
    none(&violations)
}

#[test]
fn modules_are_named_by_their_files() -> Outcome {
    let files = tree::files_below(&tree::root(), "rs")?;
    let misnamed = files.iter().filter(|file| file.ends_with("mod.rs"));
    none(
        &misnamed
            .map(|file| tree::violation(file, 1, "a module is `foo.rs` beside `foo/`, not `mod.rs`"))
            .collect::<Vec<_>>(),
    )
}

#[test]
fn files_are_small() -> Outcome {
    let mut violations = Vec::new();
    for file in tree::files_below(&tree::root(), "rs")? {
        let is_test = tree::relative(&file).components().any(|part| part.as_os_str() == "tests");
        let lines = fs::read_to_string(&file)?.lines().count();
        if !is_test && lines > LONGEST {
            violations.push(tree::violation(&file, lines, &format!("a file has at most {LONGEST} lines; split it")));
        }
    }
    none(&violations)
}

/// Fails for each dependency that a manifest must not have.
fn forbid(manifest: &str, rule: &str, forbidden: impl Fn(&Dependency) -> bool) -> Outcome {
    let file = tree::root().join(manifest);
    let dependencies = manifest::dependencies(&fs::read_to_string(&file)?);
    assert!(!dependencies.is_empty(), "no dependencies read from {manifest}: has its form changed?");
    let found = dependencies.iter().filter(|dependency| forbidden(dependency));
    none(
        &found
            .map(|found| tree::violation(Path::new(&file), found.line, &format!("{rule}: {}", found.package)))
            .collect::<Vec<_>>(),
    )
}

fn none(violations: &[String]) -> Outcome {
    assert!(violations.is_empty(), "\n{}\n", violations.join("\n"));
    Ok(())
}
