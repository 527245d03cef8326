//! Random queries over random rows, against the same rows in memory.

#![allow(
    clippy::enum_variant_names,
    reason = "expressions are named for what they give, and a column as its model has it"
)]

mod aggregate;
mod condition;
mod dice;
mod groups;
mod order;
mod placed;
mod rows;
mod sets;
mod text;
mod whole;
mod windows;
mod world;

use std::fmt::Debug;

use self::dice::Dice;
use self::world::{Item, Tag, World};
use crate::logic::SEED;

/// How many queries each of the tests draws, for each database.
const CASES: usize = 150;

/// How many queries are asked about the same rows.
const A_WORLD: usize = 50;

fn setting(name: &str, or: u64) -> u64 {
    std::env::var(name).map_or(or, |value| value.parse().unwrap())
}

/// Whether the database says what memory says.
fn same<T: PartialEq + Debug>(
    what: &str,
    given: orm::Result<T>,
    expected: T,
    context: impl FnOnce() -> String,
) -> Result<(), String> {
    match given {
        Ok(given) if given == expected => Ok(()),
        Ok(given) => Err(format!("{}\n{what}: {given:?}\nexpected: {expected:?}", context())),
        Err(error) => Err(format!("{}\n{what}: {error}\nexpected: {expected:?}", context())),
    }
}

/// Asks one kind of queries, and reports the shortest one with another answer than memory's.
async fn hold(mut check: impl AsyncFnMut(&World, &mut Dice) -> Result<(), String>) {
    let (cases, seed) = (setting("LANGUAGE_CASES", CASES as u64) as usize, setting("LANGUAGE_SEED", SEED));
    let mut dice = Dice::new(seed);
    let mut world = World::default();
    let mut wrong: Vec<String> = Vec::new();
    for case in 0..cases {
        if case % A_WORLD == 0 {
            world = World::renewed(&mut dice).await.unwrap();
        }
        if let Err(report) = check(&world, &mut dice).await {
            wrong.push(format!("case {case} of seed {seed}:\n{report}"));
        }
    }
    if let Some(shortest) = wrong.iter().min_by_key(|report| report.len()) {
        panic!("{} of {cases} are wrong, the shortest is {shortest}\n{world:?}", wrong.len());
    }
}

#[orm::test(sqlite, postgres, models(Item, Tag))]
async fn rows_and_values() {
    hold(rows::rows).await;
}

#[orm::test(sqlite, postgres, models(Item, Tag))]
async fn distinct_values() {
    hold(rows::distinct).await;
}

#[orm::test(sqlite, postgres, models(Item, Tag))]
async fn conditions() {
    hold(rows::logic).await;
}

#[orm::test(sqlite, postgres, models(Item, Tag))]
async fn groups_of_rows() {
    hold(groups::groups).await;
}

#[orm::test(sqlite, postgres, models(Item, Tag))]
async fn aggregates() {
    hold(groups::totals).await;
}

#[orm::test(sqlite, postgres, models(Item, Tag))]
async fn sets_of_values() {
    hold(sets::of_values).await;
}

#[orm::test(sqlite, postgres, models(Item, Tag))]
async fn sets_of_rows() {
    hold(sets::of_rows).await;
}

#[orm::test(sqlite, postgres, models(Item, Tag))]
async fn windows_over_rows() {
    hold(placed::windows).await;
}

#[orm::test(sqlite, postgres, models(Item, Tag))]
async fn first_of_each() {
    hold(placed::firsts).await;
}
