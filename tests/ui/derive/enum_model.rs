use orm::prelude::*;

#[derive(Model)]
enum Status {
    Open,
    Paid,
}

fn main() {}
