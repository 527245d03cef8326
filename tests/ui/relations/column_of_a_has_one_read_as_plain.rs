use orm::prelude::*;

include!("models/shop.rs");

async fn example(ann: User) -> orm::Result<()> {
    let mottos: Vec<String> = User::all().values(|u| u.profile.motto).await?;
    Ok(())
}

fn main() {}
