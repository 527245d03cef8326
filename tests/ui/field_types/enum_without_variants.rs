use orm::prelude::*;

#[derive(DbEnum)]
enum Status {}

fn main() {}
