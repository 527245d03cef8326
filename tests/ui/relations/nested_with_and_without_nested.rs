use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    name: String,
    orders: HasMany<Order>,
}

#[derive(Model)]
struct Order {
    id: i64,
    user: ForeignKey<User>,
    items: HasMany<Item>,
}

#[derive(Model)]
struct Item {
    id: i64,
    order: ForeignKey<Order>,
}

async fn example() -> orm::Result<()> {
    User::create().name("ann").orders([Order::create().items([Item::create()]), Order::create()]).await?;
    Ok(())
}

fn main() {}
