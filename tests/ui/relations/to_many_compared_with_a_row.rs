use orm::prelude::*;

include!("models/shop.rs");

async fn example(ann: User) -> orm::Result<()> {
    let order = Order::get(1).await?;
    let users = User::filter(|u| u.orders.eq(&order)).await?;
    Ok(())
}

fn main() {}
