use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    username: String,
    email: Option<String>,
    age: i16,
}

async fn example() -> orm::Result<()> {
    let ann = User::create().usrname("ann").age(31).await?;
    Ok(())
}

fn main() {}
