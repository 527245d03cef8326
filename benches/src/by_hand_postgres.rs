use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod};
use tokio_postgres::{NoTls, Row};

use crate::tree::grow;
use crate::{Draft, Newcomer, Person, PlainItem, PlainOrder, PlainUser, Result, Side};

/// As many connections as the ORM's pool has.
const POOL_SIZE: usize = 10;
const GET: &str = "SELECT id, name, hair_color, age FROM person WHERE id = $1";
const INSERT: &str = "INSERT INTO newcomer (name, hair_color, age) VALUES ($1, $2, $3) RETURNING id";

/// The operations as a careful person writes them with tokio-postgres, deadpool and prepared statements.
#[derive(Debug, Clone)]
pub struct ByHandPostgres {
    pool: Pool,
}

impl ByHandPostgres {
    /// Makes the pool.
    ///
    /// # Errors
    /// When the URL is wrong.
    pub fn connect(url: &str) -> Result<Self> {
        let config = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = Manager::from_config(url.parse()?, NoTls, config);
        Ok(Self { pool: Pool::builder(manager).max_size(POOL_SIZE).build()? })
    }

    /// One row by its key, from a view that takes its time.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn get_slowly(&self, id: i64) -> Result<Person> {
        let client = self.client().await?;
        let sql = "SELECT id, name, hair_color, age FROM slow_person WHERE id = $1";
        let statement = client.prepare_cached(sql).await?;
        Ok(person(&client.query_one(&statement, &[&id]).await?))
    }

    async fn client(&self) -> Result<Object> {
        Ok(self.pool.get().await?)
    }
}

impl Side for ByHandPostgres {
    type User = PlainUser;

    async fn get(&mut self, id: i64) -> Result<Person> {
        let client = self.client().await?;
        let statement = client.prepare_cached(GET).await?;
        Ok(person(&client.query_one(&statement, &[&id]).await?))
    }

    async fn load_up_to(&mut self, id: i64) -> Result<Vec<Person>> {
        let client = self.client().await?;
        let sql = "SELECT id, name, hair_color, age FROM person WHERE id <= $1";
        let statement = client.prepare_cached(sql).await?;
        Ok(client.query(&statement, &[&id]).await?.iter().map(person).collect())
    }

    async fn load_all(&mut self) -> Result<Vec<Person>> {
        let client = self.client().await?;
        let statement = client.prepare_cached("SELECT id, name, hair_color, age FROM person").await?;
        Ok(client.query(&statement, &[]).await?.iter().map(person).collect())
    }

    async fn load_users(&mut self) -> Result<Vec<PlainUser>> {
        let client = self.client().await?;
        let statement = client.prepare_cached("SELECT id, name, email FROM users").await?;
        let users: Vec<_> = client.query(&statement, &[]).await?.iter().map(user).collect();
        let ids: Vec<i64> = users.iter().map(|user| user.id).collect();
        let sql = "SELECT id, user_id, total, paid FROM orders WHERE user_id = ANY($1)";
        let statement = client.prepare_cached(sql).await?;
        let orders: Vec<_> = client.query(&statement, &[&ids]).await?.iter().map(order).collect();
        let ids: Vec<i64> = orders.iter().map(|order| order.id).collect();
        let sql = "SELECT id, order_id, name, price FROM items WHERE order_id = ANY($1)";
        let statement = client.prepare_cached(sql).await?;
        let items = client.query(&statement, &[&ids]).await?.iter().map(item).collect();
        Ok(grow(users, orders, items))
    }

    async fn insert(&mut self, draft: &Draft) -> Result<Newcomer> {
        let client = self.client().await?;
        let statement = client.prepare_cached(INSERT).await?;
        let row = client.query_one(&statement, &[&draft.name, &draft.hair_color, &draft.age]).await?;
        Ok(draft.with_id(row.get(0)))
    }

    async fn bulk_insert(&mut self, drafts: &[Draft]) -> Result<Vec<Newcomer>> {
        let client = self.client().await?;
        let sql = "INSERT INTO newcomer (name, hair_color, age) \
            SELECT * FROM UNNEST($1::text[], $2::text[], $3::int4[]) RETURNING id";
        let statement = client.prepare_cached(sql).await?;
        let names: Vec<&str> = drafts.iter().map(|draft| draft.name.as_str()).collect();
        let hair_colors: Vec<Option<&str>> = drafts.iter().map(|draft| draft.hair_color.as_deref()).collect();
        let ages: Vec<i32> = drafts.iter().map(|draft| draft.age).collect();
        let rows = client.query(&statement, &[&names, &hair_colors, &ages]).await?;
        Ok(drafts.iter().zip(rows).map(|(draft, row)| draft.with_id(row.get(0))).collect())
    }

    async fn bulk_update(&mut self, rows: &mut [Newcomer]) -> Result<()> {
        let client = self.client().await?;
        let sql = "UPDATE newcomer SET name = new.name, hair_color = new.hair_color, age = new.age \
            FROM UNNEST($1::int8[], $2::text[], $3::text[], $4::int4[]) AS new (id, name, hair_color, age) \
            WHERE newcomer.id = new.id";
        let statement = client.prepare_cached(sql).await?;
        let Columns { ids, names, hair_colors, ages } = Columns::of(rows);
        let written = client.execute(&statement, &[&ids, &names, &hair_colors, &ages]).await?;
        if usize::try_from(written) == Ok(rows.len()) { Ok(()) } else { Err("a row is missing".into()) }
    }

    async fn bulk_upsert(&mut self, rows: &[Newcomer]) -> Result<Vec<Newcomer>> {
        let client = self.client().await?;
        let sql = "INSERT INTO newcomer (id, name, hair_color, age) \
            SELECT * FROM UNNEST($1::int8[], $2::text[], $3::text[], $4::int4[]) ON CONFLICT (id) DO UPDATE \
            SET name = excluded.name, hair_color = excluded.hair_color, age = excluded.age \
            RETURNING id, name, hair_color, age";
        let statement = client.prepare_cached(sql).await?;
        let Columns { ids, names, hair_colors, ages } = Columns::of(rows);
        let rows = client.query(&statement, &[&ids, &names, &hair_colors, &ages]).await?;
        Ok(rows.iter().map(newcomer).collect())
    }

    async fn get_and_insert(&mut self, id: i64, draft: &Draft) -> Result<(Person, Newcomer)> {
        let mut client = self.client().await?;
        let transaction = client.transaction().await?;
        let statement = transaction.prepare_cached(GET).await?;
        let found = person(&transaction.query_one(&statement, &[&id]).await?);
        let statement = transaction.prepare_cached(INSERT).await?;
        let row = transaction.query_one(&statement, &[&draft.name, &draft.hair_color, &draft.age]).await?;
        transaction.commit().await?;
        Ok((found, draft.with_id(row.get(0))))
    }

    async fn insert_two(&mut self, draft: &Draft) -> Result<[Newcomer; 2]> {
        let mut client = self.client().await?;
        let transaction = client.transaction().await?;
        let statement = transaction.prepare_cached(INSERT).await?;
        let one = transaction.query_one(&statement, &[&draft.name, &draft.hair_color, &draft.age]).await?;
        let other = transaction.query_one(&statement, &[&draft.name, &draft.hair_color, &draft.age]).await?;
        transaction.commit().await?;
        Ok([draft.with_id(one.get(0)), draft.with_id(other.get(0))])
    }

    async fn clear(&mut self) -> Result<()> {
        Ok(self.client().await?.batch_execute("TRUNCATE newcomer").await?)
    }
}

/// Rows, column by column.
struct Columns<'a> {
    ids: Vec<i64>,
    names: Vec<&'a str>,
    hair_colors: Vec<Option<&'a str>>,
    ages: Vec<i32>,
}

impl<'a> Columns<'a> {
    fn of(rows: &'a [Newcomer]) -> Self {
        Self {
            ids: rows.iter().map(|row| row.id).collect(),
            names: rows.iter().map(|row| row.name.as_str()).collect(),
            hair_colors: rows.iter().map(|row| row.hair_color.as_deref()).collect(),
            ages: rows.iter().map(|row| row.age).collect(),
        }
    }
}

fn newcomer(row: &Row) -> Newcomer {
    Newcomer { id: row.get(0), name: row.get(1), hair_color: row.get(2), age: row.get(3) }
}

fn person(row: &Row) -> Person {
    Person { id: row.get(0), name: row.get(1), hair_color: row.get(2), age: row.get(3) }
}

fn user(row: &Row) -> PlainUser {
    PlainUser { id: row.get(0), name: row.get(1), email: row.get(2), orders: Vec::new() }
}

fn order(row: &Row) -> PlainOrder {
    PlainOrder { id: row.get(0), user_id: row.get(1), total: row.get(2), paid: row.get(3), items: Vec::new() }
}

fn item(row: &Row) -> PlainItem {
    PlainItem { id: row.get(0), order_id: row.get(1), name: row.get(2), price: row.get(3) }
}
