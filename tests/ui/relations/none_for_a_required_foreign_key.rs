use orm::prelude::*;

include!("models/shop.rs");

async fn example(ann: User) -> orm::Result<()> {
    Order::filter(|o| o.total.eq(0)).update(|o| o.user.set(None)).await?;
    Ok(())
}

fn main() {}
