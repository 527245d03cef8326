use orm::prelude::*;

include!("models/shop.rs");

async fn example(ann: User) -> orm::Result<()> {
    let users = User::filter(|u| u.orders.any(|o| o.note.eq(u.name))).await?;
    Ok(())
}

fn main() {}
