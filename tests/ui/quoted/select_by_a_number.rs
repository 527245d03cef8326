use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    username: String,
    email: Option<String>,
    age: i16,
    active: bool,
    orders: HasMany<Order>,
}

#[derive(Model)]
struct Order {
    id: i64,
    user: ForeignKey<User>,
    total: i64,
}

async fn example() -> orm::Result<()> {
    let users = select!(u for u in User if u.age).await?;
    Ok(())
}

fn main() {}
