use orm::prelude::*;

#[derive(Model)]
struct Article {
    id: i64,
    title: String,
}

#[orm::queryset]
struct Articles;

fn main() {}
