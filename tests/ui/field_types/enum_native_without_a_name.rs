use orm::prelude::*;

#[derive(DbEnum)]
#[orm(native)]
enum Status {
    Open,
}

fn main() {}
