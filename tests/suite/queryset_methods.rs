//! Methods of a program's own for the querysets of a model, by `#[orm::queryset]`.

use orm::prelude::*;

use blog::{Archive, Article, ArticleQuerySet as _, Blog, BlogQuerySet as _};

mod blog {
    use orm::prelude::*;

    #[derive(Model, Debug, Clone)]
    #[orm(table = "scoped_blogs")]
    pub(crate) struct Blog {
        pub(crate) id: i64,
        pub(crate) name: String,
        pub(crate) articles: HasMany<Article>,
    }

    #[derive(Model, Debug, Clone, PartialEq)]
    #[orm(table = "scoped_articles")]
    pub(crate) struct Article {
        pub(crate) id: i64,
        pub(crate) blog: ForeignKey<Blog>,
        pub(crate) title: String,
        pub(crate) published: bool,
    }

    /// For any queryset of articles, whatever its rows give.
    #[orm::queryset]
    impl<T> QuerySet<Article, T> {
        /// Those that readers see.
        #[must_use]
        pub(crate) fn published(self) -> Self {
            self.filter(|a| a.published.eq(true))
        }

        pub(crate) fn recent(mut self, n: u64) -> Self {
            self = self.order_by(|a| a.id.desc());
            self.limit(n)
        }

        pub(crate) fn titled<S: AsRef<str>>(self, title: S, other: impl AsRef<str>) -> QuerySet<Article, T> {
            self.filter(q!(|a| a.title == title.as_ref() || a.title == other.as_ref()))
        }
    }

    #[orm::queryset(name = Archive)]
    impl QuerySet<Article> {
        pub(super) async fn titles(self, prefix: &str) -> orm::Result<Vec<String>> {
            let titles = self.values(|a| a.title).await?;
            Ok(titles.into_iter().map(|title| format!("{prefix}{title}")).collect())
        }

        pub(super) fn describe(&self) -> String {
            self.to_sql_for(orm::sql::Dialect::Sqlite)
        }
    }

    #[orm::queryset]
    impl QuerySet<Blog> {
        pub(crate) fn with_articles(self) -> Self {
            self.filter(|b| b.articles.any(published))
        }
    }

    /// The condition itself, to be used in others.
    pub(crate) fn published(a: &Fields<Article>) -> Predicate<Article> {
        a.published.eq(true)
    }
}

#[orm::test(sqlite, postgres, models(Blog, Article))]
async fn methods_of_ones_own() {
    let blog = Blog::create().name("rust").await.unwrap();
    let empty = Blog::create().name("empty").await.unwrap();
    for (title, published) in [("a", true), ("b", false), ("c", true), ("d", true)] {
        Article::create().blog(&blog).title(title).published(published).await.unwrap();
    }
    let titles = |articles: Vec<Article>| articles.into_iter().map(|a| a.title).collect::<Vec<_>>();
    assert_eq!(titles(Article::all().published().recent(2).await.unwrap()), ["d", "c"]);
    assert_eq!(titles(Article::filter(|a| a.id.lt(4)).recent(7).published().await.unwrap()), ["c", "a"]);
    assert_eq!(titles(blog.articles.query().published().recent(1).await.unwrap()), ["d"]);
    assert_eq!(empty.articles.query().published().count().await.unwrap(), 0);
    assert_eq!(Article::all().values(|a| a.title).published().recent(1).await.unwrap(), ["d"]);
    assert_eq!(Article::all().titled("a", String::from("b")).published().count().await.unwrap(), 1);
    assert_eq!(Blog::all().with_articles().values(|b| b.name).await.unwrap(), ["rust"]);

    let read = tokio::spawn(orm::scope(&orm::default_db().unwrap(), async {
        Article::all().published().recent(2).titles("- ").await
    }));
    assert_eq!(read.await.unwrap().unwrap(), ["- d", "- c"]);
    assert!(Article::all().published().describe().ends_with(r#"WHERE "published" = ?1"#));

    let shown = Blog::all().prefetch_related(|b| b.articles.with(Article::all().published())).await.unwrap();
    assert_eq!(shown.len(), 2);
}
