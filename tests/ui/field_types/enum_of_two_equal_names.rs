use orm::prelude::*;

#[derive(DbEnum)]
enum Status {
    OnHold,
    #[orm(rename = "on_hold")]
    Held,
}

fn main() {}
