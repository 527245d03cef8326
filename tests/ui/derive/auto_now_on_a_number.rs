use orm::prelude::*;

#[derive(Model)]
struct Article {
    id: i64,
    title: String,
    #[orm(auto_now)]
    changed: i64,
}

fn main() {}
