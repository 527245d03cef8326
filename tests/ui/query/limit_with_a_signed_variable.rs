use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    username: String,
    email: Option<String>,
    age: i16,
}

async fn example() -> orm::Result<()> {
    let page_size: i32 = 10;
    let users = User::all().limit(page_size).await?;
    Ok(())
}

fn main() {}
