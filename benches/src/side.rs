use std::future::Future;

use crate::{Draft, Error, Newcomer, Person, PlainUser, Result};

/// One way to write the operations.
pub trait Side {
    /// A user with orders with items, as this side gives it.
    type User: TryInto<PlainUser, Error: Into<Error>>;

    /// One row by its key.
    fn get(&mut self, id: i64) -> impl Future<Output = Result<Person>>;

    /// The rows with keys up to this one.
    fn load_up_to(&mut self, id: i64) -> impl Future<Output = Result<Vec<Person>>>;

    /// Every row.
    fn load_all(&mut self) -> impl Future<Output = Result<Vec<Person>>>;

    /// Every user, with orders, with items: three statements.
    fn load_users(&mut self) -> impl Future<Output = Result<Vec<Self::User>>>;

    /// Inserts one row and completes it with its key.
    fn insert(&mut self, draft: &Draft) -> impl Future<Output = Result<Newcomer>>;

    /// Inserts many rows, all or none, and completes them with their keys.
    fn bulk_insert(&mut self, drafts: &[Draft]) -> impl Future<Output = Result<Vec<Newcomer>>>;

    /// Writes these rows as they are, all or none.
    fn bulk_update(&mut self, rows: &mut [Newcomer]) -> impl Future<Output = Result<()>>;

    /// Writes these rows by their keys, over those that are there, and gives them as they are then.
    fn bulk_upsert(&mut self, rows: &[Newcomer]) -> impl Future<Output = Result<Vec<Newcomer>>>;

    /// In one transaction, one row by its key and then a new one.
    fn get_and_insert(&mut self, id: i64, draft: &Draft) -> impl Future<Output = Result<(Person, Newcomer)>>;

    /// In one transaction, two new rows with a statement for each.
    fn insert_two(&mut self, draft: &Draft) -> impl Future<Output = Result<[Newcomer; 2]>>;

    /// Removes what was inserted. Never measured.
    fn clear(&mut self) -> impl Future<Output = Result<()>>;
}
