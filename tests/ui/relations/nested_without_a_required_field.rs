use orm::prelude::*;

include!("models/shop.rs");

async fn example() -> orm::Result<()> {
    User::create().name("ann").orders([Order::create().total(5)]).await?;
    Ok(())
}

fn main() {}
