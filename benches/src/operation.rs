use std::hint::black_box;

use crate::{Draft, ITEMS, Newcomer, ORDERS, PEOPLE, Person, PlainUser, Result, Side, USERS, drafts};

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// One row by its key.
    Get,
    /// A hundred rows.
    Load100,
    /// Ten thousand rows.
    Load10k,
    /// A hundred users, each with ten orders, each with five items.
    UsersOrdersItems,
    /// One row in, its key back.
    Insert,
    /// A thousand rows in, their keys back.
    Bulk1000,
    /// Ten rows in, their keys back.
    Bulk10,
    /// A hundred thousand rows in, their keys back.
    Bulk100k,
    /// Ten thousand rows written as they are at hand.
    Update10k,
    /// Ten thousand rows written over those with the same keys, and back.
    Upsert10k,
    /// A transaction of two statements: one row by its key, one in.
    ReadWrite,
    /// A transaction of two statements: one row in, and another.
    WriteWrite,
}

/// What an operation gave, to be compared between the sides.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    /// Rows that were read.
    People(Vec<Person>),
    /// Users with what they ordered.
    Users(Vec<PlainUser>),
    /// Rows that were written, without their keys: those are the database's.
    Newcomers(Vec<Newcomer>),
}

impl Operation {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Get,
        Self::Load100,
        Self::Load10k,
        Self::UsersOrdersItems,
        Self::Insert,
        Self::Bulk10,
        Self::Bulk1000,
        Self::Bulk100k,
        Self::Update10k,
        Self::Upsert10k,
        Self::ReadWrite,
        Self::WriteWrite,
    ];

    /// Its name in commands and tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Load100 => "load-100",
            Self::Load10k => "load-10k",
            Self::UsersOrdersItems => "users-orders-items",
            Self::Insert => "insert",
            Self::Bulk10 => "bulk-10",
            Self::Bulk1000 => "bulk-1000",
            Self::Bulk100k => "bulk-100k",
            Self::Update10k => "update-10k",
            Self::Upsert10k => "upsert-10k",
            Self::ReadWrite => "read-write",
            Self::WriteWrite => "write-write",
        }
    }

    /// How often it runs before anything is measured.
    #[must_use]
    pub fn warm_up(self) -> u32 {
        match self {
            Self::Get | Self::Insert | Self::ReadWrite | Self::WriteWrite => 100,
            Self::Load100 | Self::Bulk10 => 20,
            Self::UsersOrdersItems => 10,
            Self::Load10k | Self::Bulk1000 => 3,
            Self::Bulk100k | Self::Update10k | Self::Upsert10k => 1,
        }
    }

    /// What it inserts.
    #[must_use]
    pub fn drafts(self) -> Vec<Draft> {
        match self {
            Self::Bulk10 => drafts(10),
            Self::Bulk1000 => drafts(1000),
            Self::Bulk100k => drafts(100_000),
            Self::Update10k | Self::Upsert10k => drafts(10_000),
            _ => drafts(1),
        }
    }

    /// The rows that it writes again, made by this side beforehand.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn rows_at_hand(self, side: &mut impl Side, drafts: &[Draft]) -> Result<Vec<Newcomer>> {
        match self {
            Self::Update10k | Self::Upsert10k => side.bulk_insert(drafts).await,
            _ => Ok(Vec::new()),
        }
    }

    /// Does it this many times.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn run(self, side: &mut impl Side, drafts: &[Draft], rows: &mut [Newcomer], times: u32) -> Result<()> {
        let Some(draft) = drafts.first() else { return Ok(()) };
        for turn in 0..times {
            match self {
                Self::Get => drop(black_box(side.get(scattered(turn)).await?)),
                Self::Load100 => drop(black_box(side.load_up_to(100).await?)),
                Self::Load10k => drop(black_box(side.load_all().await?)),
                Self::UsersOrdersItems => drop(black_box(side.load_users().await?)),
                Self::Insert => drop(black_box(side.insert(draft).await?)),
                Self::Bulk10 | Self::Bulk1000 | Self::Bulk100k => drop(black_box(side.bulk_insert(drafts).await?)),
                Self::Update10k => side.bulk_update(rows).await?,
                Self::Upsert10k => drop(black_box(side.bulk_upsert(rows).await?)),
                Self::ReadWrite => drop(black_box(side.get_and_insert(scattered(turn), draft).await?)),
                Self::WriteWrite => drop(black_box(side.insert_two(draft).await?)),
            }
        }
        Ok(())
    }

    /// Does it once.
    ///
    /// # Errors
    /// When the database refuses, or the new keys are not in order.
    pub async fn answer(self, side: &mut impl Side, drafts: &[Draft]) -> Result<Answer> {
        let draft = drafts.first().ok_or("there is nothing to insert")?;
        match self {
            Self::Get => Ok(Answer::People(vec![side.get(77).await?])),
            Self::Load100 => Ok(people(side.load_up_to(100).await?)),
            Self::Load10k => Ok(people(side.load_all().await?)),
            Self::UsersOrdersItems => users(side.load_users().await?),
            Self::Insert => newcomers(vec![side.insert(draft).await?]),
            Self::Bulk10 | Self::Bulk1000 | Self::Bulk100k => newcomers(side.bulk_insert(drafts).await?),
            Self::Update10k => {
                let mut rows = older(side.bulk_insert(drafts).await?);
                side.bulk_update(&mut rows).await?;
                // Its own answer would be what it was given: another statement tells what is there.
                newcomers(side.bulk_upsert(&rows).await?)
            }
            Self::Upsert10k => {
                let rows = older(side.bulk_insert(drafts).await?);
                newcomers(side.bulk_upsert(&rows).await?)
            }
            Self::ReadWrite => {
                let (person, newcomer) = side.get_and_insert(77, draft).await?;
                if person.id != 77 {
                    return Err("it is another row".into());
                }
                newcomers(vec![newcomer])
            }
            Self::WriteWrite => newcomers(side.insert_two(draft).await?.into()),
        }
    }

    /// How many rows it inserts.
    #[must_use]
    pub fn rows(self) -> u32 {
        match self {
            Self::Get | Self::Load100 | Self::Load10k | Self::UsersOrdersItems | Self::Update10k | Self::Upsert10k => 0,
            Self::Insert | Self::ReadWrite => 1,
            Self::WriteWrite => 2,
            Self::Bulk10 => 10,
            Self::Bulk1000 => 1_000,
            Self::Bulk100k => 100_000,
        }
    }
}

/// Another row each time, far from the last one.
fn scattered(turn: u32) -> i64 {
    i64::from(turn) * 7_919 % PEOPLE + 1
}

fn older(mut rows: Vec<Newcomer>) -> Vec<Newcomer> {
    rows.iter_mut().for_each(|row| row.age += 1);
    rows
}

fn people(mut people: Vec<Person>) -> Answer {
    people.sort_by_key(|person| person.id);
    Answer::People(people)
}

fn users<U: TryInto<PlainUser, Error: Into<crate::Error>>>(users: Vec<U>) -> Result<Answer> {
    let users = users.into_iter().map(|user| user.try_into().map_err(Into::into));
    let mut users = users.collect::<Result<Vec<PlainUser>>>()?;
    users.sort_by_key(|user| user.id);
    for user in &mut users {
        user.orders.sort_by_key(|order| order.id);
        user.orders.iter_mut().for_each(|order| order.items.sort_by_key(|item| item.id));
    }
    let orders: Vec<_> = users.iter().flat_map(|user| &user.orders).collect();
    let items: usize = orders.iter().map(|order| order.items.len()).sum();
    if [users.len(), orders.len(), items].map(i64::try_from) != [USERS, USERS * ORDERS, USERS * ORDERS * ITEMS].map(Ok)
    {
        return Err("users, orders or items are missing".into());
    }
    Ok(Answer::Users(users))
}

fn newcomers(mut newcomers: Vec<Newcomer>) -> Result<Answer> {
    if newcomers.iter().any(|newcomer| newcomer.id == 0) || !newcomers.is_sorted_by(|a, b| a.id < b.id) {
        return Err("the keys of the new rows are not in order".into());
    }
    newcomers.iter_mut().for_each(|newcomer| newcomer.id = 0);
    Ok(Answer::Newcomers(newcomers))
}
