use orm::prelude::*;

include!("models/shop.rs");

async fn example(ann: User) -> orm::Result<()> {
    let users = User::all().prefetch_related(|u| u.orders.with(Tag::all())).await?;
    Ok(())
}

fn main() {}
