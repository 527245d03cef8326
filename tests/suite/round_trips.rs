//! Random values of every type come back as they were, and are found by what they are.
//!
//! `ORM_TEST_CASES` is how many values of each type there are: 1,000 unless it says otherwise.

mod documents;
mod enums;
mod harness;
#[cfg(feature = "jiff")]
mod jiff_types;
mod lists;
mod networks;
mod numbers;
mod ranges;
mod texts;
#[cfg(feature = "time")]
mod time_types;
mod times;
