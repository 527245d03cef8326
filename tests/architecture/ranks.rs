//! The order of the modules of orm-core, from the ground up.

use crate::paths::{self, Named};

/// A module may import from its own rank and from those before it.
const RANKS: [&[&str]; 9] = [
    &["error", "value", "tuples"],
    &["schema"],
    &["model", "path", "relation", "field", "validation"],
    &["expr"],
    &["sql"],
    &["database"],
    &["query"],
    &["testing"],
    &["private"],
];

/// The names that lib.rs re-exports for all modules to use, and where they live.
const REEXPORTED: [(&str, &str); 2] = [("Error", "error"), ("Result", "error")];

/// Where a file of orm-core imports from above itself: lines, and the rule that each breaks. `module` is the path of
/// the file's module.
pub(crate) fn violations(module: &[String], text: &str) -> Vec<(usize, String)> {
    // The crate's root puts the modules together.
    let Some(own) = module.first() else { return Vec::new() };
    let Some(own_rank) = rank(own) else {
        return vec![(1, format!("module `{own}` has no rank: give it one in tests/architecture/ranks.rs"))];
    };
    let mut named = paths::named_in(text, "crate");
    named.extend(paths::named_by_super(text, module));
    named.sort_by_key(|named| named.line);
    let broken = named.into_iter().filter_map(|Named { line, module }| {
        let home = REEXPORTED.iter().find(|(name, _)| *name == module).map_or(module.as_str(), |(_, home)| home);
        match rank(home) {
            Some(rank) if rank <= own_rank => None,
            Some(_) => Some((line, format!("`{own}` stands below `{home}` and must not import from it"))),
            None => {
                Some((line, format!("`crate::{home}` is no module with a rank: import a name from its own module")))
            }
        }
    });
    broken.collect()
}

fn rank(module: &str) -> Option<usize> {
    RANKS.iter().position(|modules| modules.contains(&module))
}

#[cfg(test)]
fn broken_lines(module: &str, text: &str) -> Vec<usize> {
    let module: Vec<String> = module.split("::").map(str::to_owned).collect();
    violations(&module, text).into_iter().map(|(line, _)| line).collect()
}

#[test]
fn imports_from_above_are_violations() {
    assert_eq!(broken_lines("value::key", "use crate::error::Error;\nuse crate::schema::Table;"), [2]);
    assert_eq!(broken_lines("error", "use crate::value::ReadError;"), []);
    assert_eq!(broken_lines("model", "use crate::{path::Root, relation, schema::Table};"), []);
    assert_eq!(broken_lines("sql", "use crate::{expr,\n    query::QuerySet};\nfn f() -> crate::database::Db"), [2, 3]);
    assert_eq!(broken_lines("query::insert", "use crate::database::Db;\n/// crate::nothing"), []);
    assert_eq!(broken_lines("expr", "use super::query;\nuse super::value;"), [1]);
}

#[test]
fn what_has_no_rank_is_a_violation() {
    assert_eq!(broken_lines("novelty", ""), [1]);
    assert_eq!(broken_lines("sql", "use crate::{Error, Result};\nuse crate::Table;"), [2]);
}
