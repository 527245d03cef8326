use orm::prelude::*;

#[derive(Field)]
struct Email(Option<String>);

fn main() {}
