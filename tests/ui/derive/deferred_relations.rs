use orm::prelude::*;

#[derive(Model)]
struct Author {
    id: i64,
    name: String,
}

#[derive(Model)]
struct Article {
    id: i64,
    author: Deferred<ForeignKey<Author>>,
    editor: Option<Deferred<String>>,
    comments: Deferred<HasMany<Author>>,
    twice: Deferred<Deferred<String>>,
    letter: Deferred<char>,
}

fn main() {}
