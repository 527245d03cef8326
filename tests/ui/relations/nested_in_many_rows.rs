use orm::prelude::*;

include!("models/shop.rs");

async fn example(names: Vec<String>) -> orm::Result<()> {
    let orders = [Order::create().total(5).note("")];
    User::bulk_create(names.into_iter().map(|name| User::create().name(name).orders(orders))).await?;
    Ok(())
}

fn main() {}
