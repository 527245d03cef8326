use orm::prelude::*;

#[derive(Model)]
#[orm(scope = |a| a.deleted)]
struct Article {
    id: i64,
    title: String,
    deleted: bool,
}

fn main() {}
