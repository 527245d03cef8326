use orm::prelude::*;

#[derive(Model)]
struct Article {
    id: i64,
    body: Deferred<String>,
}

async fn example(article: Article) -> orm::Result<()> {
    // It is not loaded by being touched.
    let _: &str = &article.body;
    // A new row takes what a column of text takes.
    Article::create().body(7).await?;
    Ok(())
}

fn main() {}
