use orm::prelude::*;

#[derive(Model)]
struct Article {
    id: i64,
    title: String,
}

#[orm::queryset]
impl QuerySet<Article> {
    fn recent() -> Self {
        Article::all().limit(1)
    }
}

fn main() {}
