use orm::prelude::*;

include!("models/shop.rs");

async fn example(ann: User) -> orm::Result<()> {
    let order = Order::create().total(5).note("").tags(Vec::new()).await?;
    Ok(())
}

fn main() {}
