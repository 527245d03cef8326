use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    username: String,
    email: Option<String>,
    age: i16,
}

async fn example() -> orm::Result<()> {
    let db = orm::default_db()?;
    let ann = User::create().username("ann").using(&db).await?;
    Ok(())
}

fn main() {}
