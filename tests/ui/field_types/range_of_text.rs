use orm::prelude::*;
use orm::value::Range;

#[derive(Model)]
struct Event {
    id: i64,
    names: Range<String>,
}

fn main() {}
