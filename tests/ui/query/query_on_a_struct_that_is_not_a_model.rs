use orm::prelude::*;

struct User {
    id: i64,
    username: String,
}

async fn example() -> orm::Result<()> {
    let ann = User::get_or_none(1).await?;
    Ok(())
}

fn main() {}
