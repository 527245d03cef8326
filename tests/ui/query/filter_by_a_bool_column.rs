use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    active: bool,
}

async fn example() -> orm::Result<()> {
    let users = User::filter(|u| u.active).await?;
    Ok(())
}

fn main() {}
