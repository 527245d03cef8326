use benches::{Draft, Newcomer, Person, PlainItem, PlainOrder, PlainUser, Result, Side, grow};
use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::pooled_connection::AsyncDieselConnectionManager;
use diesel_async::pooled_connection::deadpool::{Object, Pool};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl};

use crate::POOL_SIZE;
use crate::schema::{items, newcomer, orders, person, users};

/// How many rows go into one statement, which takes 65,535 parameters.
const ROWS_A_STATEMENT: usize = 16_000;

/// The operations as a program that uses diesel-async writes them.
pub struct ByDiesel {
    pool: Pool<AsyncPgConnection>,
}

type Columns = (i64, String, Option<String>, i32);

#[derive(Insertable)]
#[diesel(table_name = newcomer)]
struct New<'a> {
    name: &'a str,
    hair_color: Option<&'a str>,
    age: i32,
}

#[derive(Insertable)]
#[diesel(table_name = newcomer, treat_none_as_default_value = false)]
struct Whole<'a> {
    id: i64,
    name: &'a str,
    hair_color: Option<&'a str>,
    age: i32,
}

impl<'a> From<&'a Draft> for New<'a> {
    fn from(draft: &'a Draft) -> Self {
        Self { name: &draft.name, hair_color: draft.hair_color.as_deref(), age: draft.age }
    }
}

impl<'a> From<&'a Newcomer> for Whole<'a> {
    fn from(row: &'a Newcomer) -> Self {
        Self { id: row.id, name: &row.name, hair_color: row.hair_color.as_deref(), age: row.age }
    }
}

impl ByDiesel {
    /// Makes the pool.
    pub fn connect(url: &str) -> Result<Self> {
        let manager = AsyncDieselConnectionManager::new(url);
        Ok(Self { pool: Pool::builder(manager).max_size(usize::try_from(POOL_SIZE)?).build()? })
    }

    async fn connection(&self) -> Result<Object<AsyncPgConnection>> {
        Ok(self.pool.get().await?)
    }
}

async fn get(connection: &mut AsyncPgConnection, id: i64) -> QueryResult<Person> {
    Ok(as_person(person::table.find(id).first(connection).await?))
}

async fn insert(connection: &mut AsyncPgConnection, draft: &Draft) -> QueryResult<Newcomer> {
    let new = diesel::insert_into(newcomer::table).values(New::from(draft));
    Ok(draft.with_id(new.returning(newcomer::id).get_result(connection).await?))
}

async fn upsert(connection: &mut AsyncPgConnection, rows: &[Newcomer]) -> QueryResult<Vec<Newcomer>> {
    let rows: Vec<Whole<'_>> = rows.iter().map(Whole::from).collect();
    let written: Vec<Columns> = diesel::insert_into(newcomer::table)
        .values(rows)
        .on_conflict(newcomer::id)
        .do_update()
        .set((
            newcomer::name.eq(excluded(newcomer::name)),
            newcomer::hair_color.eq(excluded(newcomer::hair_color)),
            newcomer::age.eq(excluded(newcomer::age)),
        ))
        .get_results(connection)
        .await?;
    Ok(written.into_iter().map(as_newcomer).collect())
}

impl Side for ByDiesel {
    type User = PlainUser;

    async fn get(&mut self, id: i64) -> Result<Person> {
        Ok(get(&mut *self.connection().await?, id).await?)
    }

    async fn load_up_to(&mut self, id: i64) -> Result<Vec<Person>> {
        let found: Vec<Columns> = person::table.filter(person::id.le(id)).load(&mut self.connection().await?).await?;
        Ok(found.into_iter().map(as_person).collect())
    }

    async fn load_all(&mut self) -> Result<Vec<Person>> {
        let found: Vec<Columns> = person::table.load(&mut self.connection().await?).await?;
        Ok(found.into_iter().map(as_person).collect())
    }

    async fn load_users(&mut self) -> Result<Vec<PlainUser>> {
        let mut connection = self.connection().await?;
        let users: Vec<(i64, String, Option<String>)> = users::table.load(&mut connection).await?;
        let ids: Vec<i64> = users.iter().map(|user| user.0).collect();
        let orders: Vec<(i64, i64, i64, Option<i64>)> =
            orders::table.filter(orders::user_id.eq_any(&ids)).load(&mut connection).await?;
        let ids: Vec<i64> = orders.iter().map(|order| order.0).collect();
        let items: Vec<(i64, i64, String, i64)> =
            items::table.filter(items::order_id.eq_any(&ids)).load(&mut connection).await?;
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
        Ok(insert(&mut *self.connection().await?, draft).await?)
    }

    async fn bulk_insert(&mut self, drafts: &[Draft]) -> Result<Vec<Newcomer>> {
        let mut connection = self.connection().await?;
        let keys = connection
            .transaction(async |connection: &mut Object<AsyncPgConnection>| {
                let mut keys: Vec<i64> = Vec::with_capacity(drafts.len());
                for drafts in drafts.chunks(ROWS_A_STATEMENT) {
                    let rows: Vec<New<'_>> = drafts.iter().map(New::from).collect();
                    let new = diesel::insert_into(newcomer::table).values(rows).returning(newcomer::id);
                    keys.extend(new.get_results::<i64>(connection).await?);
                }
                QueryResult::Ok(keys)
            })
            .await?;
        Ok(drafts.iter().zip(keys).map(|(draft, key)| draft.with_id(key)).collect())
    }

    // Diesel updates a row a statement; this is how it writes many in one.
    async fn bulk_update(&mut self, rows: &mut [Newcomer]) -> Result<()> {
        let written = upsert(&mut *self.connection().await?, rows).await?;
        if written.len() == rows.len() { Ok(()) } else { Err("a row is missing".into()) }
    }

    async fn bulk_upsert(&mut self, rows: &[Newcomer]) -> Result<Vec<Newcomer>> {
        Ok(upsert(&mut *self.connection().await?, rows).await?)
    }

    async fn get_and_insert(&mut self, id: i64, draft: &Draft) -> Result<(Person, Newcomer)> {
        let mut connection = self.connection().await?;
        let both = connection.transaction(async |connection: &mut Object<AsyncPgConnection>| {
            QueryResult::Ok((get(connection, id).await?, insert(connection, draft).await?))
        });
        Ok(both.await?)
    }

    async fn insert_two(&mut self, draft: &Draft) -> Result<[Newcomer; 2]> {
        let mut connection = self.connection().await?;
        let both = connection.transaction(async |connection: &mut Object<AsyncPgConnection>| {
            QueryResult::Ok([insert(connection, draft).await?, insert(connection, draft).await?])
        });
        Ok(both.await?)
    }

    async fn clear(&mut self) -> Result<()> {
        diesel::sql_query("TRUNCATE newcomer").execute(&mut self.connection().await?).await?;
        Ok(())
    }
}

fn as_person((id, name, hair_color, age): Columns) -> Person {
    Person { id, name, hair_color, age }
}

fn as_newcomer((id, name, hair_color, age): Columns) -> Newcomer {
    Newcomer { id, name, hair_color, age }
}
