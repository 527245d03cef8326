use orm::prelude::*;

include!("models/shop.rs");

async fn example(ann: User) -> orm::Result<()> {
    let users = User::all().prefetch_related(|_| Order::fields().tags).await?;
    Ok(())
}

fn main() {}
