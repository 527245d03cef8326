use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
}

#[derive(Model)]
struct Order {
    id: i64,
    user: Option<ForeignKey<User>>,
}

#[derive(Model)]
struct Archive {
    id: i64,
    user: ForeignKey<User>,
}

async fn example() -> orm::Result<()> {
    Archive::insert_from(Order::all(), |a, o| a.user.set_from(o.user)).await?;
    Ok(())
}

fn main() {}
