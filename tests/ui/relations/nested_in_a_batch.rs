use orm::prelude::*;

include!("models/shop.rs");

fn example() {
    let mut batch = orm::batch();
    batch.create(User::create().name("ann").orders([Order::create().total(5).note("")]));
}

fn main() {}
