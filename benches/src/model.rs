use orm::prelude::*;

/// How many people there are to read.
pub const PEOPLE: i64 = 10_000;

/// A row that is read.
#[derive(Model, Debug, Clone, PartialEq, Eq)]
#[orm(table = "person")]
pub struct Person {
    /// The key, from 1 to [`PEOPLE`].
    pub id: i64,
    /// Text of about a dozen bytes.
    pub name: String,
    /// Missing in each third row.
    pub hair_color: Option<String>,
    /// A number.
    pub age: i32,
}

/// The people in a view that takes its time to give them.
#[derive(Model, Debug, Clone, PartialEq, Eq)]
#[orm(table = "slow_person")]
pub struct SlowPerson {
    /// As in [`Person`].
    pub id: i64,
    /// As in [`Person`].
    pub name: String,
    /// As in [`Person`].
    pub hair_color: Option<String>,
    /// As in [`Person`].
    pub age: i32,
}

/// A row that is inserted: as [`Person`], in a table of its own, so that those stay as many as they are.
#[derive(Model, Debug, Clone, PartialEq, Eq)]
#[orm(table = "newcomer")]
pub struct Newcomer {
    /// The key, from the database.
    pub id: i64,
    /// Text of about a dozen bytes.
    pub name: String,
    /// Missing in each third row.
    pub hair_color: Option<String>,
    /// A number.
    pub age: i32,
}

/// What a newcomer is made from. Both sides borrow it and give back rows of their own, so that both copy each text once.
#[derive(Debug)]
pub struct Draft {
    /// As in [`Person`].
    pub name: String,
    /// As in [`Person`].
    pub hair_color: Option<String>,
    /// As in [`Person`].
    pub age: i32,
}

impl Draft {
    /// The newcomer that it becomes.
    #[must_use]
    pub fn with_id(&self, id: i64) -> Newcomer {
        Newcomer { id, name: self.name.clone(), hair_color: self.hair_color.clone(), age: self.age }
    }
}

/// The newcomers of a bulk insert.
#[must_use]
pub fn drafts(count: i32) -> Vec<Draft> {
    let draft = |number: i32| Draft {
        name: format!("newcomer {number}"),
        hair_color: (number % 3 != 0).then(|| "chestnut".to_owned()),
        age: 20 + number % 60,
    };
    (1..=count).map(draft).collect()
}
