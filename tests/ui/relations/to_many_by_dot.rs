use orm::prelude::*;

include!("models/shop.rs");

async fn example(ann: User) -> orm::Result<()> {
    let spenders = User::filter(|u| u.orders.total.gt(100)).await?;
    Ok(())
}

fn main() {}
