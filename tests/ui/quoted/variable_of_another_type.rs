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
    let limits = ("a", 1);
    let users = User::filter(q!(|u| u.age >= limits.0)).await?;
    Ok(())
}

fn main() {}
