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
    country: Option<ForeignKey<Country>>,
}

#[derive(Model)]
struct Order {
    id: i64,
    user: ForeignKey<User>,
}

async fn example() -> orm::Result<()> {
    let orders = Order::filter(|o| o.user.contry.name.eq("France")).await?;
    Ok(())
}

fn main() {}
