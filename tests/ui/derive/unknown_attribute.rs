use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    #[orm(verbose_name = "user name")]
    username: String,
}

fn main() {}
