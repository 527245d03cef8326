use orm::prelude::*;

include!("models/shop.rs");

async fn example(ann: User) -> orm::Result<()> {
    let users = User::filter(|u| u.orders.any(|o| o.totl.gt(100))).await?;
    Ok(())
}

fn main() {}
