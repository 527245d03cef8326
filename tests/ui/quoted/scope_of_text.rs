use orm::prelude::*;

#[derive(Model)]
#[orm(scope = "deleted = false")]
struct Article {
    id: i64,
    title: String,
    deleted: bool,
}

fn main() {}
