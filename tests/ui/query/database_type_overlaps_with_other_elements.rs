use orm::prelude::*;

#[derive(Model)]
struct Event {
    id: i64,
    tags: Vec<String>,
}

fn main() {
    Event::filter(|e| e.tags.overlaps([1, 2]));
}
