use benches::{Draft, Newcomer, Person, PlainItem, PlainOrder, PlainUser, Result, Side, grow};
use sqlx::postgres::{PgConnection, PgPool, PgPoolOptions};

use crate::POOL_SIZE;

const GET: &str = "SELECT id, name, hair_color, age FROM person WHERE id = $1";
const INSERT: &str = "INSERT INTO newcomer (name, hair_color, age) VALUES ($1, $2, $3) RETURNING id";

/// The operations as a program that uses sqlx writes them: by SQL.
pub struct BySqlx {
    pool: PgPool,
}

type Columns = (i64, String, Option<String>, i32);

impl BySqlx {
    /// Makes the pool.
    pub async fn connect(url: &str) -> Result<Self> {
        // Hand-written code and the ORM's own pool ask nothing of a connection that comes out of the pool.
        let options = PgPoolOptions::new().max_connections(POOL_SIZE).test_before_acquire(false);
        Ok(Self { pool: options.connect(url).await? })
    }
}

async fn get(connection: &mut PgConnection, id: i64) -> Result<Person> {
    Ok(as_person(sqlx::query_as(GET).bind(id).fetch_one(connection).await?))
}

async fn insert(connection: &mut PgConnection, draft: &Draft) -> Result<Newcomer> {
    let new = sqlx::query_scalar(INSERT).bind(&draft.name).bind(&draft.hair_color).bind(draft.age);
    Ok(draft.with_id(new.fetch_one(connection).await?))
}

impl Side for BySqlx {
    type User = PlainUser;

    async fn get(&mut self, id: i64) -> Result<Person> {
        get(&mut *self.pool.acquire().await?, id).await
    }

    async fn load_up_to(&mut self, id: i64) -> Result<Vec<Person>> {
        let query = sqlx::query_as("SELECT id, name, hair_color, age FROM person WHERE id <= $1").bind(id);
        let found: Vec<Columns> = query.fetch_all(&self.pool).await?;
        Ok(found.into_iter().map(as_person).collect())
    }

    async fn load_all(&mut self) -> Result<Vec<Person>> {
        let query = sqlx::query_as("SELECT id, name, hair_color, age FROM person");
        let found: Vec<Columns> = query.fetch_all(&self.pool).await?;
        Ok(found.into_iter().map(as_person).collect())
    }

    async fn load_users(&mut self) -> Result<Vec<PlainUser>> {
        let users: Vec<(i64, String, Option<String>)> =
            sqlx::query_as("SELECT id, name, email FROM users").fetch_all(&self.pool).await?;
        let ids: Vec<i64> = users.iter().map(|user| user.0).collect();
        let sql = "SELECT id, user_id, total, paid FROM orders WHERE user_id = ANY($1)";
        let orders: Vec<(i64, i64, i64, Option<i64>)> = sqlx::query_as(sql).bind(&ids).fetch_all(&self.pool).await?;
        let ids: Vec<i64> = orders.iter().map(|order| order.0).collect();
        let sql = "SELECT id, order_id, name, price FROM items WHERE order_id = ANY($1)";
        let items: Vec<(i64, i64, String, i64)> = sqlx::query_as(sql).bind(&ids).fetch_all(&self.pool).await?;
        let user = |(id, name, email)| PlainUser { id, name, email, orders: Vec::new() };
        let order = |(id, user_id, total, paid)| PlainOrder { id, user_id, total, paid, items: Vec::new() };
        let item = |(id, order_id, name, price)| PlainItem { id, order_id, name, price };
        Ok(grow(
            users.into_iter().map(user).collect(),
            orders.into_iter().map(order).collect(),
            items.into_iter().map(item).collect(),
        ))
    }

    async fn insert(&mut self, draft: &Draft) -> Result<Newcomer> {
        insert(&mut *self.pool.acquire().await?, draft).await
    }

    async fn bulk_insert(&mut self, drafts: &[Draft]) -> Result<Vec<Newcomer>> {
        let sql = "INSERT INTO newcomer (name, hair_color, age) \
            SELECT * FROM UNNEST($1::text[], $2::text[], $3::int4[]) RETURNING id";
        let names: Vec<&str> = drafts.iter().map(|draft| draft.name.as_str()).collect();
        let hair_colors: Vec<Option<&str>> = drafts.iter().map(|draft| draft.hair_color.as_deref()).collect();
        let ages: Vec<i32> = drafts.iter().map(|draft| draft.age).collect();
        let new = sqlx::query_scalar(sql).bind(names).bind(hair_colors).bind(ages);
        let keys: Vec<i64> = new.fetch_all(&self.pool).await?;
        Ok(drafts.iter().zip(keys).map(|(draft, key)| draft.with_id(key)).collect())
    }

    async fn bulk_update(&mut self, rows: &mut [Newcomer]) -> Result<()> {
        let sql = "UPDATE newcomer SET name = new.name, hair_color = new.hair_color, age = new.age \
            FROM UNNEST($1::int8[], $2::text[], $3::text[], $4::int4[]) AS new (id, name, hair_color, age) \
            WHERE newcomer.id = new.id";
        let columns = AllColumns::of(rows);
        let query = sqlx::query(sql).bind(columns.ids).bind(columns.names).bind(columns.hair_colors);
        let written = query.bind(columns.ages).execute(&self.pool).await?.rows_affected();
        if usize::try_from(written) == Ok(rows.len()) { Ok(()) } else { Err("a row is missing".into()) }
    }

    async fn bulk_upsert(&mut self, rows: &[Newcomer]) -> Result<Vec<Newcomer>> {
        let sql = "INSERT INTO newcomer (id, name, hair_color, age) \
            SELECT * FROM UNNEST($1::int8[], $2::text[], $3::text[], $4::int4[]) ON CONFLICT (id) DO UPDATE \
            SET name = excluded.name, hair_color = excluded.hair_color, age = excluded.age \
            RETURNING id, name, hair_color, age";
        let columns = AllColumns::of(rows);
        let query = sqlx::query_as(sql).bind(columns.ids).bind(columns.names).bind(columns.hair_colors);
        let written: Vec<Columns> = query.bind(columns.ages).fetch_all(&self.pool).await?;
        Ok(written.into_iter().map(|(id, name, hair_color, age)| Newcomer { id, name, hair_color, age }).collect())
    }

    async fn get_and_insert(&mut self, id: i64, draft: &Draft) -> Result<(Person, Newcomer)> {
        let mut transaction = self.pool.begin().await?;
        let both = (get(&mut transaction, id).await?, insert(&mut transaction, draft).await?);
        transaction.commit().await?;
        Ok(both)
    }

    async fn insert_two(&mut self, draft: &Draft) -> Result<[Newcomer; 2]> {
        let mut transaction = self.pool.begin().await?;
        let both = [insert(&mut transaction, draft).await?, insert(&mut transaction, draft).await?];
        transaction.commit().await?;
        Ok(both)
    }

    async fn clear(&mut self) -> Result<()> {
        sqlx::query("TRUNCATE newcomer").execute(&self.pool).await?;
        Ok(())
    }
}

/// Rows, column by column.
struct AllColumns<'a> {
    ids: Vec<i64>,
    names: Vec<&'a str>,
    hair_colors: Vec<Option<&'a str>>,
    ages: Vec<i32>,
}

impl<'a> AllColumns<'a> {
    fn of(rows: &'a [Newcomer]) -> Self {
        Self {
            ids: rows.iter().map(|row| row.id).collect(),
            names: rows.iter().map(|row| row.name.as_str()).collect(),
            hair_colors: rows.iter().map(|row| row.hair_color.as_deref()).collect(),
            ages: rows.iter().map(|row| row.age).collect(),
        }
    }
}

fn as_person((id, name, hair_color, age): Columns) -> Person {
    Person { id, name, hair_color, age }
}
