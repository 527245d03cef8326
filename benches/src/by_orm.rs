use orm::Db;
use orm::prelude::*;

use crate::{Draft, Newcomer, Order, Person, Result, Side, User};

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
    type User = User;

    async fn get(&mut self, id: i64) -> Result<Person> {
        Ok(Person::get(id).await?)
    }

    async fn load_up_to(&mut self, id: i64) -> Result<Vec<Person>> {
        Ok(Person::filter(|p| p.id.le(id)).await?)
    }

    async fn load_all(&mut self) -> Result<Vec<Person>> {
        Ok(Person::all().await?)
    }

    async fn load_users(&mut self) -> Result<Vec<User>> {
        let orders = Order::all().prefetch_related(|o| o.items);
        Ok(User::all().prefetch_related(|u| u.orders.with(orders)).await?)
    }

    async fn insert(&mut self, draft: &Draft) -> Result<Newcomer> {
        Ok(insert(draft).await?)
    }

    async fn bulk_insert(&mut self, drafts: &[Draft]) -> Result<Vec<Newcomer>> {
        let newcomer = |Draft { name, hair_color, age }: &Draft| {
            Newcomer::create().name(name.as_str()).hair_color(hair_color.clone()).age(*age)
        };
        Ok(Newcomer::bulk_create(drafts.iter().map(newcomer)).await?)
    }

    async fn bulk_update(&mut self, rows: &mut [Newcomer]) -> Result<()> {
        Ok(Newcomer::bulk_save(rows).await?)
    }

    async fn bulk_upsert(&mut self, rows: &[Newcomer]) -> Result<Vec<Newcomer>> {
        let newcomer = |Newcomer { id, name, hair_color, age }: &Newcomer| {
            Newcomer::create().id(*id).name(name.as_str()).hair_color(hair_color.clone()).age(*age)
        };
        let written = Newcomer::bulk_create(rows.iter().map(newcomer));
        Ok(written.on_conflict(|n| n.id).do_update(|n| (n.name, n.hair_color, n.age)).await?)
    }

    async fn get_and_insert(&mut self, id: i64, draft: &Draft) -> Result<(Person, Newcomer)> {
        Ok(orm::atomic(async { Ok((Person::get(id).await?, insert(draft).await?)) }).await?)
    }

    async fn insert_two(&mut self, draft: &Draft) -> Result<[Newcomer; 2]> {
        Ok(orm::atomic(async { Ok([insert(draft).await?, insert(draft).await?]) }).await?)
    }

    async fn clear(&mut self) -> Result<()> {
        Newcomer::all().delete().everything().await?;
        Ok(())
    }
}

async fn insert(draft: &Draft) -> orm::Result<Newcomer> {
    let Draft { name, hair_color, age } = draft;
    Newcomer::create().name(name.as_str()).hair_color(hair_color.clone()).age(*age).await
}
