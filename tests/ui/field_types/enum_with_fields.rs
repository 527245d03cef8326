use orm::prelude::*;

#[derive(DbEnum)]
enum Status {
    Open,
    Paid { on: String },
    Late(i64),
}

fn main() {}
