use orm::prelude::*;
use orm::query::Lookups;

#[derive(Model)]
struct User {
    id: i64,
    age: i16,
}

fn main() {
    let _ = Lookups::<User>::new().allow(|u| u.age * 2);
}
