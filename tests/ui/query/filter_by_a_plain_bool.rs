use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    username: String,
    email: Option<String>,
    age: i16,
}

async fn example() -> orm::Result<()> {
    let everyone = true;
    let users = User::filter(|_| everyone).await?;
    Ok(())
}

fn main() {}
