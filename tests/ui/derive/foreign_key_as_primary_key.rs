use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    username: String,
}

#[derive(Model)]
struct Profile {
    #[orm(primary_key)]
    user: ForeignKey<User>,
    bio: String,
}

fn main() {}
