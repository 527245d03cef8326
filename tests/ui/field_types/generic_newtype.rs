use orm::prelude::*;

#[derive(Field)]
struct Wrapper<T>(T);

fn main() {}
