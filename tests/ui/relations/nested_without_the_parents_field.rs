use orm::prelude::*;

include!("models/shop.rs");

async fn example() -> orm::Result<()> {
    User::create().profile(Profile::create().motto("onwards")).await?;
    Ok(())
}

fn main() {}
