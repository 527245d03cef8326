use orm::prelude::*;

#[derive(Model)]
struct Country {
    id: i64,
    name: String,
}

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
    let france = Country::get(33).await?;
    let orders = Order::filter(|o| o.user.eq(&france)).await?;
    Ok(())
}

fn main() {}
