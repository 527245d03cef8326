use orm::prelude::*;

#[derive(Model)]
struct Article {
    id: i64,
    title: String,
}

#[orm::queryset]
impl QuerySet<Article> {
    fn first(self) -> Self {
        self.limit(1)
    }
}

fn main() {}
