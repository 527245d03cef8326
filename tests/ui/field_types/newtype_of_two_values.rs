use orm::prelude::*;

#[derive(Field)]
struct Point {
    x: f64,
    y: f64,
}

fn main() {}
