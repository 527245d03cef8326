use orm::prelude::*;

#[derive(Model)]
struct Event {
    id: i64,
}

fn main() {
    Event::filter(|e| e.id.search("a"));
}
