use orm::prelude::*;

#[derive(DbEnum)]
struct Status(String);

fn main() {}
