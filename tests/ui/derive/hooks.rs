use orm::prelude::*;

#[derive(Model)]
#[orm(hooks = true)]
struct Post {
    id: i64,
}

fn main() {}
