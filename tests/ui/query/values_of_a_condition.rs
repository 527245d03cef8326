use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    username: String,
    email: Option<String>,
    age: i16,
}

async fn example() -> orm::Result<()> {
    let adults = User::all().values(|u| u.age.ge(18)).await?;
    Ok(())
}

fn main() {}
