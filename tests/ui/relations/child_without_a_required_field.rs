use orm::prelude::*;

include!("models/shop.rs");

async fn example(ann: User) -> orm::Result<()> {
    ann.orders.create(Order::create().total(5)).await?;
    Ok(())
}

fn main() {}
