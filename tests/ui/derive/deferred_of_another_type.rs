use orm::prelude::*;

type Author = ForeignKey<Person>;

#[derive(Model)]
struct Person {
    id: i64,
}

#[derive(Model)]
struct Place {
    id: i64,
    owner: Deferred<Author>,
}

fn main() {}
