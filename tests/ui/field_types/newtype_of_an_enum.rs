use orm::prelude::*;

#[derive(Field)]
enum Status {
    Open,
    Paid,
}

fn main() {}
