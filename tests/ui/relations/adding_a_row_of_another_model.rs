use orm::prelude::*;

include!("models/shop.rs");

async fn example(ann: User) -> orm::Result<()> {
    let tag = Tag::create().name("urgent").await?;
    ann.orders.add([&tag]).await?;
    Ok(())
}

fn main() {}
