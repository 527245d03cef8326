use orm::prelude::*;

include!("models/shop.rs");

async fn example(ann: User) -> orm::Result<()> {
    let user = User::create().name("ann").orders(Vec::new()).await?;
    Ok(())
}

fn main() {}
