use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    username: String,
    email: Option<String>,
    age: i16,
}

async fn example() -> orm::Result<()> {
    let names = ["ann", "bob"];
    let users = User::bulk_create(names.map(|name| User::create().username(name))).await?;
    Ok(())
}

fn main() {}
