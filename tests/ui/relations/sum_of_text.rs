use orm::prelude::*;

include!("models/shop.rs");

async fn example(ann: User) -> orm::Result<()> {
    let sums = User::all().values(|u| u.orders.sum(|o| o.note)).await?;
    Ok(())
}

fn main() {}
