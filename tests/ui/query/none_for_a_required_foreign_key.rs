use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    username: String,
    email: Option<String>,
    age: i16,
}

#[derive(Model)]
struct Order {
    id: i64,
    user: ForeignKey<User>,
    total: i64,
    paid: Option<i64>,
}

async fn example() -> orm::Result<()> {
    Order::all().update(|o| o.user.set(None)).await?;
    Ok(())
}

fn main() {}
