use orm::prelude::*;

include!("models/shop.rs");

async fn example(ann: User) -> orm::Result<()> {
    ann.orders.create(User::create().name("bob")).await?;
    Ok(())
}

fn main() {}
