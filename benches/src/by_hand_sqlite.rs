use std::path::Path;

use rusqlite::{Connection, Params, Row, Statement, TransactionBehavior};

use crate::tree::grow;
use crate::{Draft, Newcomer, Person, PlainItem, PlainOrder, PlainUser, Result, Side};

const GET: &str = "SELECT id, name, hair_color, age FROM person WHERE id = ?1";
const INSERT: &str = "INSERT INTO newcomer (name, hair_color, age) VALUES (?1, ?2, ?3)";

/// The operations as a careful person writes them with rusqlite, on the thread that calls.
#[derive(Debug)]
pub struct ByHandSqlite {
    connection: Connection,
}

impl ByHandSqlite {
    /// Opens the file, with the settings that the ORM has.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open(path: &Path) -> Result<Self> {
        let connection = Connection::open(path)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = NORMAL;
             PRAGMA foreign_keys = ON;",
        )?;
        Ok(Self { connection })
    }

    fn rows<T>(&self, sql: &str, parameters: impl Params, read: fn(&Row<'_>) -> rusqlite::Result<T>) -> Result<Vec<T>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_map(parameters, read)?.collect::<rusqlite::Result<_>>()?)
    }
}

impl Side for ByHandSqlite {
    type User = PlainUser;

    async fn get(&mut self, id: i64) -> Result<Person> {
        Ok(self.connection.prepare_cached(GET)?.query_row([id], person)?)
    }

    async fn load_up_to(&mut self, id: i64) -> Result<Vec<Person>> {
        let sql = "SELECT id, name, hair_color, age FROM person WHERE id <= ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_map([id], person)?.collect::<rusqlite::Result<_>>()?)
    }

    async fn load_all(&mut self) -> Result<Vec<Person>> {
        let mut statement = self.connection.prepare_cached("SELECT id, name, hair_color, age FROM person")?;
        Ok(statement.query_map([], person)?.collect::<rusqlite::Result<_>>()?)
    }

    async fn load_users(&mut self) -> Result<Vec<PlainUser>> {
        let users: Vec<_> = self.rows("SELECT id, name, email FROM users", [], user)?;
        let ids = json(users.iter().map(|user| user.id));
        let sql = "SELECT id, user_id, total, paid FROM orders WHERE user_id IN (SELECT value FROM json_each(?1))";
        let orders: Vec<_> = self.rows(sql, [ids], order)?;
        let ids = json(orders.iter().map(|order| order.id));
        let sql = "SELECT id, order_id, name, price FROM items WHERE order_id IN (SELECT value FROM json_each(?1))";
        Ok(grow(users, orders, self.rows(sql, [ids], item)?))
    }

    async fn insert(&mut self, draft: &Draft) -> Result<Newcomer> {
        insert(&self.connection, &mut *self.connection.prepare_cached(INSERT)?, draft)
    }

    async fn bulk_insert(&mut self, drafts: &[Draft]) -> Result<Vec<Newcomer>> {
        let transaction = self.connection.transaction()?;
        let mut statement = transaction.prepare_cached(INSERT)?;
        let newcomers =
            drafts.iter().map(|draft| insert(&transaction, &mut statement, draft)).collect::<Result<_>>()?;
        drop(statement);
        transaction.commit()?;
        Ok(newcomers)
    }

    async fn bulk_update(&mut self, rows: &mut [Newcomer]) -> Result<()> {
        let transaction = self.connection.transaction()?;
        let sql = "UPDATE newcomer SET name = ?2, hair_color = ?3, age = ?4 WHERE id = ?1";
        let mut statement = transaction.prepare_cached(sql)?;
        for row in rows {
            if statement.execute((row.id, &row.name, &row.hair_color, row.age))? != 1 {
                return Err("a row is missing".into());
            }
        }
        drop(statement);
        Ok(transaction.commit()?)
    }

    async fn bulk_upsert(&mut self, rows: &[Newcomer]) -> Result<Vec<Newcomer>> {
        let transaction = self.connection.transaction()?;
        let sql = "INSERT INTO newcomer (id, name, hair_color, age) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO UPDATE \
            SET name = excluded.name, hair_color = excluded.hair_color, age = excluded.age \
            RETURNING id, name, hair_color, age";
        let mut statement = transaction.prepare_cached(sql)?;
        let mut write = |row: &Newcomer| {
            statement.query_row((row.id, &row.name, &row.hair_color, row.age), |row| {
                Ok(Newcomer { id: row.get(0)?, name: row.get(1)?, hair_color: row.get(2)?, age: row.get(3)? })
            })
        };
        let written = rows.iter().map(&mut write).collect::<rusqlite::Result<_>>()?;
        drop(statement);
        transaction.commit()?;
        Ok(written)
    }

    async fn get_and_insert(&mut self, id: i64, draft: &Draft) -> Result<(Person, Newcomer)> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let found = transaction.prepare_cached(GET)?.query_row([id], person)?;
        let newcomer = insert(&transaction, &mut *transaction.prepare_cached(INSERT)?, draft)?;
        transaction.commit()?;
        Ok((found, newcomer))
    }

    async fn insert_two(&mut self, draft: &Draft) -> Result<[Newcomer; 2]> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut statement = transaction.prepare_cached(INSERT)?;
        let both = [insert(&transaction, &mut statement, draft)?, insert(&transaction, &mut statement, draft)?];
        drop(statement);
        transaction.commit()?;
        Ok(both)
    }

    async fn clear(&mut self) -> Result<()> {
        Ok(self.connection.execute_batch("DELETE FROM newcomer")?)
    }
}

fn insert(connection: &Connection, statement: &mut Statement<'_>, draft: &Draft) -> Result<Newcomer> {
    statement.execute((&draft.name, &draft.hair_color, draft.age))?;
    Ok(draft.with_id(connection.last_insert_rowid()))
}

fn person(row: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person { id: row.get(0)?, name: row.get(1)?, hair_color: row.get(2)?, age: row.get(3)? })
}

fn user(row: &Row<'_>) -> rusqlite::Result<PlainUser> {
    Ok(PlainUser { id: row.get(0)?, name: row.get(1)?, email: row.get(2)?, orders: Vec::new() })
}

fn order(row: &Row<'_>) -> rusqlite::Result<PlainOrder> {
    Ok(PlainOrder { id: row.get(0)?, user_id: row.get(1)?, total: row.get(2)?, paid: row.get(3)?, items: Vec::new() })
}

fn item(row: &Row<'_>) -> rusqlite::Result<PlainItem> {
    Ok(PlainItem { id: row.get(0)?, order_id: row.get(1)?, name: row.get(2)?, price: row.get(3)? })
}

/// The keys as a list that SQLite can read.
fn json(ids: impl Iterator<Item = i64>) -> String {
    let mut list = String::from("[");
    for (position, id) in ids.enumerate() {
        let comma = if position == 0 { "" } else { "," };
        list.push_str(comma);
        list.push_str(&id.to_string());
    }
    list.push(']');
    list
}
