//! Functions, aggregates, windows and subqueries: the same values on both databases.

mod aggregates;
mod casts;
mod conditional;
mod numbers;
mod refusals;
mod spans;
mod subqueries;
mod texts;
mod times;
mod windows;
