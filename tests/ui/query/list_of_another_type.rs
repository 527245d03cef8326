use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    username: String,
    email: Option<String>,
    age: i16,
}

async fn example() -> orm::Result<()> {
    let users = User::filter(|u| u.age.in_(["18", "19"])).await?;
    Ok(())
}

fn main() {}
