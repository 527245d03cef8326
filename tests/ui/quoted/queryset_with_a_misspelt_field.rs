use orm::prelude::*;

#[derive(Model)]
struct Article {
    id: i64,
    title: String,
}

#[orm::queryset]
impl QuerySet<Article> {
    fn untitled(self) -> Self {
        self.filter(|a| a.titel.eq(""))
    }
}

fn main() {}
