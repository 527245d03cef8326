use orm::prelude::*;
use std::path::PathBuf;

#[derive(Model)]
struct Track {
    id: i64,
    title: String,
    file: PathBuf,
}

fn main() {}
