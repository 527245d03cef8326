use orm::prelude::*;

include!("models/shop.rs");

async fn example(ann: User) -> orm::Result<()> {
    ann.orders.remove([1]).await?;
    Ok(())
}

fn main() {}
