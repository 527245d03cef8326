use orm::prelude::*;

#[derive(Model)]
#[orm(hooks)]
struct User {
    id: i64,
}

#[derive(Model)]
#[orm(hooks = true)]
struct Post {
    id: i64,
}

fn main() {}
