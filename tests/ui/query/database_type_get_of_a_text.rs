use orm::prelude::*;

#[derive(Model)]
struct Event {
    id: i64,
    name: String,
}

fn main() {
    Event::filter(|e| e.name.get("a").is_null());
}
