use orm::prelude::*;

include!("models/shop.rs");

async fn example(ann: User) -> orm::Result<()> {
    let users = User::all().prefetch_related(|u| (u.orders, u.name)).await?;
    Ok(())
}

fn main() {}
