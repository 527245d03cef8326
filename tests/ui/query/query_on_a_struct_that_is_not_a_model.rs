use orm::prelude::*;

struct User {
    id: i64,
    username: String,
}

async fn example() -> orm::Result<()> {
    let users = User::filter(|u| u.username.eq("ann")).await?;
    Ok(())
}

fn main() {}
