//! In queries it is a column as any other.

use orm::prelude::*;

use super::models::{Article, Author, articles};

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn conditions_orders_and_values() {
    articles().await;
    let titles = |found: Vec<Article>| found.into_iter().map(|article| article.title).collect::<Vec<_>>();
    assert_eq!(titles(Article::filter(|a| a.body.contains("second")).await.unwrap()), ["two"]);
    assert_eq!(titles(Article::exclude(|a| a.body.contains("second")).await.unwrap()), ["one", "three"]);
    assert_eq!(titles(Article::all().order_by(|a| a.body.desc()).await.unwrap()), ["two", "one", "three"]);
    assert_eq!(titles(Article::filter(|a| a.notes.is_not_null()).await.unwrap()), ["two"]);
    assert_eq!(titles(Article::filter(q!(|a| a.r#type == 3 && a.body != "")).await.unwrap()), ["two"]);
    assert_eq!(titles(Article::filter(|a| a.author.bio.is_null()).await.unwrap()), ["two"]);
    let values: Vec<(String, Option<Vec<String>>, Option<String>)> =
        Article::filter(|a| a.title.eq("one")).values(|a| (a.body, a.notes, a.author.bio)).await.unwrap();
    assert_eq!(values, [("the first text".to_owned(), None, Some("wrote all of it".to_owned()))]);
    assert_eq!(
        Article::all().aggregate(|a| (a.r#type.sum(), a.body.max())).await.unwrap(),
        (Some(17), Some("the second text".to_owned()))
    );
    let sliced = Article::all().order_by(|a| a.id).limit(2).aggregate(|a| a.body.max()).await.unwrap();
    assert_eq!(sliced.as_deref(), Some("the second text"));
    assert_eq!(Article::all().distinct().count().await.unwrap(), 3);
    assert_eq!(Article::filter(|a| a.body.eq("the first text")).count().await.unwrap(), 1);
    let authors = Author::filter(|u| u.articles.any(|a| a.body.starts_with("the second")));
    assert_eq!(authors.values(|u| u.name).await.unwrap(), ["bob"]);
    let annotated = Article::all().undefer(|a| a.body).annotate(|a| a.body.length()).await.unwrap();
    assert_eq!((annotated[1].1, annotated[1].0.body.get().unwrap().len()), (15, 15));
    let annotated = Article::all().annotate(|a| a.body.length()).await.unwrap();
    assert!(annotated[1].1 == 15 && !annotated[1].0.body.is_loaded());
}

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn asked_for_with_the_rows() {
    articles().await;
    let query = Article::all().undefer(|a| a.body);
    assert_eq!(
        query.to_sql(),
        r#"SELECT "id", "title", "author_id", "views", "body" FROM "late_article" ORDER BY "id""#
    );
    let rows = query.await.unwrap();
    assert_eq!(rows[1].body.get().unwrap(), "the second text");
    assert!(!rows[1].notes.is_loaded());
    // Several, one twice, one that is not deferred; with relations and a stream.
    let all = Article::all().undefer(|a| (a.notes, a.body, a.title)).undefer(|a| (a.r#type, a.body));
    let all = all.select_related(|a| a.author);
    let row = all.clone().filter(|a| a.title.eq("two")).get().await.unwrap();
    assert_eq!(row.notes.get().unwrap().as_ref().unwrap().len(), 2);
    assert_eq!((*row.r#type.get().unwrap(), row.body.get().unwrap().len()), (3, 15));
    assert_eq!(row.author.unwrap().get().unwrap().name, "bob");
    let chunks: Vec<Vec<Article>> = collected(all.stream().chunks(2)).await;
    assert!(chunks.iter().flatten().all(|article| article.body.is_loaded() && article.notes.is_loaded()));
    let by_key = Article::all().undefer(|a| a.body).in_bulk([1, 2]).await.unwrap();
    assert_eq!(by_key[&1].body.get().unwrap(), "the first text");
    assert_eq!(
        Article::all().undefer(|a| a.body).first().await.unwrap().unwrap().body.get().unwrap(),
        "the first text"
    );
}

async fn collected(mut chunks: orm::query::RowChunks<Article>) -> Vec<Vec<Article>> {
    let mut all = Vec::new();
    while let Some(chunk) = chunks.try_next().await.unwrap() {
        all.push(chunk);
    }
    all
}

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn rows_of_queries_in_queries() {
    articles().await;
    let (short, long) = (Article::filter(|a| a.body.eq("")), Article::filter(|a| a.body.ne("")));
    let union = short.clone().union(long.clone()).filter(|a| a.body.contains("text")).order_by(|a| a.body);
    let rows = union.clone().await.unwrap();
    assert_eq!(rows.iter().map(|row| row.title.as_str()).collect::<Vec<_>>(), ["one", "two"]);
    assert_eq!(rows[1].body.load().await.unwrap(), "the second text");
    let rows = union.undefer(|a| (a.body, a.notes)).await.unwrap();
    assert_eq!(rows[0].body.get().unwrap(), "the first text");
    assert_eq!(short.union_all(long.limit(1)).count().await.unwrap(), 2);
    let first = Article::all().distinct_on(|a| a.author).order_by(|a| (a.author, a.body.desc())).undefer(|a| a.body);
    let first: Vec<_> = first.await.unwrap().into_iter().map(|row| row.body.get().unwrap().clone()).collect();
    assert_eq!(first, ["the first text", "the second text"]);
    let distinct = Article::all().distinct().order_by(|a| a.title).undefer(|a| a.body).await.unwrap();
    assert_eq!(distinct[2].body.get().unwrap(), "the second text");
}

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn distinct_rows_are_not_ordered_by_what_they_do_not_have() {
    articles().await;
    let error = Article::all().distinct().order_by(|a| a.body).await.unwrap_err();
    assert!(matches!(error, orm::Error::Unsupported { .. }), "{error}");
    let rows = Article::all().distinct().undefer(|a| a.body).order_by(|a| a.body).await.unwrap();
    assert_eq!(rows[0].title, "three");
}

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn pages_by_a_deferred_column() {
    articles().await;
    let rows = || Article::all().order_by(|a| a.body);
    let first = rows().paginate(2).await.unwrap();
    let titles = |rows: &[Article]| rows.iter().map(|row| row.title.clone()).collect::<Vec<_>>();
    assert_eq!(titles(&first.items), ["three", "one"]);
    let next = rows().paginate(2).after(&first.next.unwrap()).await.unwrap();
    assert_eq!(titles(&next.items), ["two"]);
}

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn sql_of_ones_own() {
    articles().await;
    let rows = Article::raw("SELECT * FROM late_article ORDER BY id", ()).await.unwrap();
    assert!(!rows[0].body.is_loaded());
    assert_eq!(rows[1].body.load().await.unwrap(), "the second text");
    let few = "SELECT id, title, author_id, views FROM late_article";
    assert_eq!(Article::raw(few, ()).await.unwrap().len(), 3, "what is deferred need not be there");
}

#[orm::test(sqlite, postgres, models(Author, Article))]
async fn sets_of_rows_that_windows_pick() {
    articles().await;
    let all = Article::all;
    let picked = [
        all().limit_by(1, |a| a.author),
        all().filter(|a| orm::row_number().over(orm::window().partition_by(a.author).order_by(a.id)).eq(1)),
        all().distinct_on(|a| a.author).order_by(|a| (a.author, a.id)),
        all().distinct_on(|a| a.author.id + 1).order_by(|a| a.id),
    ];
    for picked in picked {
        let sets = [
            (all().union(picked.clone()), vec!["one", "two", "three"]),
            (picked.clone().union(all()), vec!["one", "two", "three"]),
            (all().difference(picked.clone()), vec!["three"]),
            (picked.clone().intersection(all()), vec!["one", "two"]),
            (picked.clone().union_all(picked), vec!["one", "one", "two", "two"]),
        ];
        for (set, titles) in sets {
            let rows = set.clone().order_by(|a| a.id).await.unwrap();
            assert_eq!(rows.iter().map(|row| row.title.as_str()).collect::<Vec<_>>(), titles);
            assert!(!rows[0].body.is_loaded());
            let rows = set.filter(|a| a.body.contains("first")).undefer(|a| (a.body, a.notes)).await.unwrap();
            assert!(rows.iter().all(|row| row.body.get().unwrap() == "the first text" && row.notes.is_loaded()));
        }
    }
}
