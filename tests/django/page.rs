//! The page and the tests say the same.

use crate::document::{models, packed, rows};
use crate::{aggregates, expressions, functions, lookups, querysets, relations};

/// All rows that are run.
fn run() -> Vec<(String, String)> {
    let tables = [
        querysets::READS,
        querysets::WRITES,
        relations::RELATIONS,
        lookups::LOOKUPS,
        expressions::CONDITIONS,
        expressions::VALUES,
        expressions::WINDOWS,
        functions::SEVERAL,
        functions::TIMES,
        functions::NUMBERS,
        functions::TEXTS,
        aggregates::AGGREGATES,
        aggregates::OF_POSTGRES,
    ];
    tables.into_iter().flatten().map(|(name, code)| ((*name).to_owned(), packed(code))).collect()
}

#[test]
fn every_row_that_runs_stands_on_the_page() {
    let page = rows();
    let missing: Vec<_> = run().into_iter().filter(|row| !page.contains(row)).collect();
    assert!(missing.is_empty(), "docs/django.md has no such rows: {missing:#?}");
}

#[test]
fn every_row_of_the_page_runs() {
    let run = run();
    let missing: Vec<_> = rows().into_iter().filter(|row| !run.contains(row)).collect();
    assert!(missing.is_empty(), "tests/django has no such rows: {missing:#?}");
}

#[test]
fn the_models_are_those_of_the_page() {
    let declared = include_str!("models.rs").replace("pub(crate) ", "");
    assert!(
        packed(&declared).contains(&models()) && !models().is_empty(),
        "docs/django.md declares other models than tests/django/models.rs"
    );
}
