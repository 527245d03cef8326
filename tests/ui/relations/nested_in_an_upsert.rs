use orm::prelude::*;

include!("models/shop.rs");

async fn example() -> orm::Result<()> {
    let new = User::create().name("ann").orders([Order::create().total(5).note("")]);
    new.on_conflict(|u| u.name).do_nothing().await?;
    Ok(())
}

fn main() {}
