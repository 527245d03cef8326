use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    username: String,
    email: Option<String>,
    age: i16,
}

async fn example() -> orm::Result<()> {
    let users = User::filter(|u| u.age.set(18)).await?;
    Ok(())
}

fn main() {}
