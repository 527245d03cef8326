use orm::prelude::*;

include!("models/shop.rs");

async fn example(ann: User) -> orm::Result<()> {
    let users = User::all().select_related(|u| u.orders).await?;
    Ok(())
}

fn main() {}
