use orm::prelude::*;

#[derive(Model)]
struct Membership {
    #[orm(primary_key)]
    user: i64,
    #[orm(primary_key)]
    team: i64,
}

fn main() {}
