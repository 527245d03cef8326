use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    username: String,
    email: Option<String>,
    age: i16,
}

async fn example() -> orm::Result<()> {
    User::all().update(|u| u.age.eq(18)).await?;
    Ok(())
}

fn main() {}
