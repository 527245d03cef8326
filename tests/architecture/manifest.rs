//! The dependencies that a Cargo.toml names.

use std::collections::BTreeSet;
use std::fs;
use std::io;

use crate::tree;

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Dependency {
    pub(crate) line: usize,
    /// The name of the package, whatever the crate is called here.
    pub(crate) package: String,
    /// Whether only tests, examples and benches have it.
    pub(crate) development: bool,
}

/// The dependencies of a manifest, of all kinds and targets. Each stands on one line, or in a section of its own.
pub(crate) fn dependencies(text: &str) -> Vec<Dependency> {
    let mut found: Vec<Dependency> = Vec::new();
    let mut section = "";
    for (line, content) in (1..).zip(text.lines()) {
        let content = content.split('#').next().unwrap_or_default().trim();
        if let Some(header) = content.strip_prefix('[') {
            section = header.trim_end_matches(']');
            if let Some((kind, name)) = section.rsplit_once('.').filter(|(kind, _)| kind.ends_with("dependencies")) {
                found.push(Dependency { line, package: unquoted(name), development: is_development(kind) });
            }
            continue;
        }
        let Some((key, value)) = content.split_once('=') else { continue };
        if section.ends_with("dependencies") {
            let name = key.split('.').next().unwrap_or(key);
            let package = renamed(value).unwrap_or_else(|| unquoted(name));
            found.push(Dependency { line, package, development: is_development(section) });
        } else if key.trim() == "package"
            && section.contains("dependencies.")
            && let Some(last) = found.last_mut()
        {
            last.package = unquoted(value);
        }
    }
    found
}

/// The names of the workspace's own packages.
pub(crate) fn packages() -> io::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for file in tree::files_below(&tree::root(), "toml")?.iter().filter(|file| file.ends_with("Cargo.toml")) {
        let text = fs::read_to_string(file)?;
        let package = text.lines().skip_while(|line| line.trim() != "[package]").skip(1);
        let name = package.map_while(|line| line.split_once('=')).find(|(key, _)| key.trim() == "name");
        names.extend(name.map(|(_, name)| unquoted(name)));
    }
    Ok(names)
}

fn is_development(section: &str) -> bool {
    section.ends_with("dev-dependencies")
}

/// The package that `{ package = "name", .. }` says.
fn renamed(value: &str) -> Option<String> {
    let (_, after) = value.split_once("package")?;
    let name = after.trim_start().strip_prefix('=')?.trim_start().strip_prefix('"')?;
    name.split_once('"').map(|(name, _)| name.to_owned())
}

fn unquoted(name: &str) -> String {
    name.trim().trim_matches('"').to_owned()
}

#[test]
fn dependencies_are_read_in_all_their_forms() {
    let text = r#"
[package]
name = "x"

[dependencies]
plain = "1" # not = "this"
orm-core.workspace = true
db = { version = "1", package = "tokio-postgres" }

[dev-dependencies]
orm.workspace = true

[target.'cfg(unix)'.dependencies.sqlite]
version = "1"
package = "rusqlite"

[lints]
workspace = true
"#;
    let read: Vec<_> =
        dependencies(text).into_iter().map(|found| (found.line, found.package, found.development)).collect();
    let expected = [
        (6, "plain", false),
        (7, "orm-core", false),
        (8, "tokio-postgres", false),
        (11, "orm", true),
        (13, "rusqlite", false),
    ];
    assert_eq!(read, expected.map(|(line, package, development)| (line, package.to_owned(), development)));
}

#[test]
fn the_packages_of_the_workspace_are_known() -> io::Result<()> {
    let names = packages()?;
    assert!(["orm", "orm-core", "orm-derive"].iter().all(|name| names.contains(*name)), "{names:?}");
    Ok(())
}
