use orm::prelude::*;

#[derive(Model)]
#[orm(scope = |a| a.deleted == false)]
struct Article {
    id: i64,
    title: String,
    deleted: bool,
}

fn main() {}
