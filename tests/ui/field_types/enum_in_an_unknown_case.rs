use orm::prelude::*;

#[derive(DbEnum)]
#[orm(rename_all = "snake-case")]
enum Status {
    Open,
}

fn main() {}
