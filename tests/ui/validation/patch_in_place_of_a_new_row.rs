use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    name: String,
}

async fn create(patch: UserPatch) -> orm::Result<Vec<User>> {
    User::bulk_create([patch]).await
}

fn main() {}
