use orm::Db;
use orm::prelude::*;

use crate::{Draft, Newcomer, Person, Result, Side};

/// The operations as a program that uses the ORM writes them, on the default database.
#[derive(Debug)]
pub struct ByOrm {
    db: Db,
}

impl ByOrm {
    /// Connects, and makes this the default database.
    ///
    /// # Errors
    /// When the database cannot be opened.
    pub async fn connect(url: &str) -> Result<Self> {
        Ok(Self { db: orm::connect(url).await? })
    }

    /// Closes the connections.
    pub async fn close(self) {
        self.db.close().await;
    }
}

impl Side for ByOrm {
    async fn get(&mut self, id: i64) -> Result<Person> {
        Ok(Person::get(id).await?)
    }

    async fn load_up_to(&mut self, id: i64) -> Result<Vec<Person>> {
        Ok(Person::filter(|p| p.id.le(id)).await?)
    }

    async fn load_all(&mut self) -> Result<Vec<Person>> {
        Ok(Person::all().await?)
    }

    async fn insert(&mut self, draft: &Draft) -> Result<Newcomer> {
        let Draft { name, hair_color, age } = draft;
        Ok(Newcomer::create().name(name.as_str()).hair_color(hair_color.clone()).age(*age).await?)
    }

    async fn bulk_insert(&mut self, drafts: &[Draft]) -> Result<Vec<Newcomer>> {
        let newcomer = |Draft { name, hair_color, age }: &Draft| {
            Newcomer::create().name(name.as_str()).hair_color(hair_color.clone()).age(*age)
        };
        Ok(Newcomer::bulk_create(drafts.iter().map(newcomer)).await?)
    }

    async fn clear(&mut self) -> Result<()> {
        Newcomer::all().delete().await?;
        Ok(())
    }
}
