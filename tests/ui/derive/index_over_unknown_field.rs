use orm::prelude::*;

#[derive(Model)]
#[orm(index(title, auther))]
struct Article {
    id: i64,
    title: String,
    author: String,
}

fn main() {}
