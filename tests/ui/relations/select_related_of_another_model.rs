use orm::prelude::*;

include!("models/shop.rs");

async fn example(ann: User) -> orm::Result<()> {
    let users = User::all().select_related(|_| Order::fields().user).await?;
    Ok(())
}

fn main() {}
