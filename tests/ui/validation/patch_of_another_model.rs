use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    name: String,
}

#[derive(Model)]
struct Order {
    id: i64,
    total: i64,
}

async fn change(mut user: User, patch: OrderPatch) -> orm::Result<()> {
    user.apply(patch).await?;
    Ok(())
}

fn main() {}
