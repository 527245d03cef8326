use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    name: String,
}

async fn change(patch: UserPatch) -> orm::Result<User> {
    patch.name("ann").await
}

fn main() {}
