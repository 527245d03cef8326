use std::hint::black_box;

use crate::{Draft, Newcomer, PEOPLE, Person, Result, Side, drafts};

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// One row by its key.
    Get,
    /// A hundred rows.
    Load100,
    /// Ten thousand rows.
    Load10k,
    /// One row in, its key back.
    Insert,
    /// A thousand rows in, their keys back.
    Bulk1000,
}

/// What an operation gave, to be compared between the sides.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    /// Rows that were read.
    People(Vec<Person>),
    /// Rows that were written, without their keys: those are the database's.
    Newcomers(Vec<Newcomer>),
}

impl Operation {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Get, Self::Load100, Self::Load10k, Self::Insert, Self::Bulk1000];

    /// Its name in commands and tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Load100 => "load-100",
            Self::Load10k => "load-10k",
            Self::Insert => "insert",
            Self::Bulk1000 => "bulk-1000",
        }
    }

    /// How often it runs before anything is measured.
    #[must_use]
    pub fn warm_up(self) -> u32 {
        match self {
            Self::Get | Self::Insert => 100,
            Self::Load100 => 20,
            Self::Load10k | Self::Bulk1000 => 3,
        }
    }

    /// What it inserts.
    #[must_use]
    pub fn drafts(self) -> Vec<Draft> {
        match self {
            Self::Bulk1000 => drafts(1000),
            _ => drafts(1),
        }
    }

    /// Does it this many times.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn run(self, side: &mut impl Side, drafts: &[Draft], times: u32) -> Result<()> {
        let Some(draft) = drafts.first() else { return Ok(()) };
        for turn in 0..times {
            match self {
                // Another row each time, far from the last one.
                Self::Get => drop(black_box(side.get(i64::from(turn) * 7_919 % PEOPLE + 1).await?)),
                Self::Load100 => drop(black_box(side.load_up_to(100).await?)),
                Self::Load10k => drop(black_box(side.load_all().await?)),
                Self::Insert => drop(black_box(side.insert(draft).await?)),
                Self::Bulk1000 => drop(black_box(side.bulk_insert(drafts).await?)),
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
            Self::Insert => newcomers(vec![side.insert(draft).await?]),
            Self::Bulk1000 => newcomers(side.bulk_insert(drafts).await?),
        }
    }
}

fn people(mut people: Vec<Person>) -> Answer {
    people.sort_by_key(|person| person.id);
    Answer::People(people)
}

fn newcomers(mut newcomers: Vec<Newcomer>) -> Result<Answer> {
    if newcomers.iter().any(|newcomer| newcomer.id == 0) || !newcomers.is_sorted_by(|a, b| a.id < b.id) {
        return Err("the keys of the new rows are not in order".into());
    }
    newcomers.iter_mut().for_each(|newcomer| newcomer.id = 0);
    Ok(Answer::Newcomers(newcomers))
}
