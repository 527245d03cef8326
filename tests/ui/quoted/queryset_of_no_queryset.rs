use orm::prelude::*;

#[derive(Model)]
struct Article {
    id: i64,
    title: String,
}

#[orm::queryset]
impl Article {
    fn recent(self) -> Self {
        self
    }
}

fn main() {}
