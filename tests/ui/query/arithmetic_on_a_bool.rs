use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    active: bool,
    visits: i32,
}

async fn example() -> orm::Result<()> {
    let users = User::filter(|u| (u.active + 1).gt(u.visits)).await?;
    Ok(())
}

fn main() {}
