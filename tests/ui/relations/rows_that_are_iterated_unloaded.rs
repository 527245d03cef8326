use orm::prelude::*;

include!("models/shop.rs");

async fn example(ann: User) -> orm::Result<()> {
    for order in &ann.orders {
        println!("{}", order.total);
    }
    Ok(())
}

fn main() {}
