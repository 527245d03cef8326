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
}

async fn example() {
    let titles = Article::all().values(|a| a.title).recent();
}

fn main() {}
