//! Three-valued logic, and how random cases are drawn.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngSeed, TestRunner};

pub(crate) const SEED: u64 = 20_261_121;

/// What draws the same cases in every run.
pub(crate) fn runner() -> TestRunner {
    TestRunner::new(Config { rng_seed: RngSeed::Fixed(SEED), ..Config::default() })
}

pub(crate) fn drawn<T: std::fmt::Debug>(strategy: &impl Strategy<Value = T>, runner: &mut TestRunner) -> T {
    strategy.new_tree(runner).unwrap().current()
}

pub(crate) fn and(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (a, b) => Some(a? & b?),
    }
}

pub(crate) fn or(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (a, b) => Some(a? | b?),
    }
}
