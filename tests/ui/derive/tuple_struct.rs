use orm::prelude::*;

#[derive(Model)]
struct Country(i64, String);

fn main() {}
