use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    username: String,
    email: Option<String>,
    age: i16,
}

async fn example() -> orm::Result<()> {
    let emails: Vec<String> = User::all().values(|u| u.email).await?;
    Ok(())
}

fn main() {}
