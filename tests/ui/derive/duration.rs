use orm::prelude::*;
use std::time::Duration;

#[derive(Model)]
struct Track {
    id: i64,
    title: String,
    length: Duration,
}

fn main() {}
