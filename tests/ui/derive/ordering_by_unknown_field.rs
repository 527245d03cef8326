use orm::prelude::*;

#[derive(Model)]
#[orm(ordering = "-craeted")]
struct Article {
    id: i64,
    title: String,
    created: i64,
}

fn main() {}
