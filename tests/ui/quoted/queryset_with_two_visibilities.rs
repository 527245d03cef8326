use orm::prelude::*;

#[derive(Model)]
struct Article {
    id: i64,
    title: String,
}

#[orm::queryset]
impl QuerySet<Article> {
    fn recent(self) -> Self {
        self.limit(1)
    }

    pub fn titled(self) -> Self {
        self.exclude(|a| a.title.eq(""))
    }
}

fn main() {}
