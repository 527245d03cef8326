use orm::prelude::*;

include!("models/shop.rs");

async fn example(ann: User) -> orm::Result<()> {
    let total = ann.orders.total;
    Ok(())
}

fn main() {}
