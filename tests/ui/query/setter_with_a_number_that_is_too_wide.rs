use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    username: String,
    email: Option<String>,
    age: i16,
}

async fn example() -> orm::Result<()> {
    let age: i64 = 31;
    let ann = User::create().username("ann").age(age).await?;
    Ok(())
}

fn main() {}
