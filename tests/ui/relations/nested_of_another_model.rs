use orm::prelude::*;

include!("models/shop.rs");

async fn example() -> orm::Result<()> {
    User::create().name("ann").orders([User::create().name("bob")]).await?;
    Ok(())
}

fn main() {}
