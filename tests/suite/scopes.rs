//! A model's own condition: what has it, what does not, and how it is lifted. The same on both databases.

use std::cell::Cell;

use orm::prelude::*;

use crate::sql::both;

#[derive(Model, Debug, Clone)]
#[orm(table = "scope_blogs")]
struct Blog {
    id: i64,
    name: String,
    articles: HasMany<Article>,
    tags: ManyToMany<Tag>,
    cover: HasOne<Cover>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "scope_articles", ordering = "id", scope = |a| a.deleted.eq(false))]
struct Article {
    id: i64,
    blog: ForeignKey<Blog>,
    #[orm(unique)]
    title: String,
    #[orm(default = false)]
    deleted: bool,
    comments: HasMany<Comment>,
}

/// Scopes that lead to each other: a comment's asks its article's comments.
#[derive(Model, Debug, Clone)]
#[orm(table = "scope_comments", scope = q!(|c| !c.hidden && c.article.comments.any(|other| other.id > 0)))]
struct Comment {
    id: i64,
    article: ForeignKey<Article>,
    hidden: bool,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "scope_tags", scope = not_old)]
struct Tag {
    id: i64,
    name: String,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "scope_covers", scope = |c| c.deleted.eq(false))]
struct Cover {
    id: i64,
    blog: OneToOne<Blog>,
    deleted: bool,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "scope_folders", scope = |f| f.deleted.eq(false))]
struct Folder {
    id: i64,
    name: String,
    deleted: bool,
    parent: Option<ForeignKey<Folder>>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "scope_notes", scope = of_the_tenant)]
struct Note {
    id: i64,
    tenant: i64,
}

thread_local!(static TENANT: Cell<i64> = const { Cell::new(1) });

fn of_the_tenant(n: &Fields<Note>) -> Predicate<Note> {
    n.tenant.eq(TENANT.get())
}

fn not_old(t: &Fields<Tag>) -> Predicate<Tag> {
    t.name.ne("old")
}

async fn blog() -> (Blog, Article, Article) {
    let blog = Blog::create().name("rust").await.unwrap();
    let shown = Article::create().blog(&blog).title("shown").await.unwrap();
    let mut gone = Article::create().blog(&blog).title("gone").await.unwrap();
    gone.update(|a| a.deleted.set(true)).await.unwrap();
    (blog, shown, gone)
}

#[orm::test(sqlite, postgres, models(Blog, Article, Comment, Tag, Cover))]
async fn queries_have_the_scope() {
    let (_, shown, gone) = blog().await;
    assert_eq!(Article::all().await.unwrap().len(), 1);
    assert_eq!(Article::filter(|a| a.id.gt(0)).count().await.unwrap(), 1);
    assert_eq!(Article::exclude(|a| a.id.lt(0)).count().await.unwrap(), 1);
    assert_eq!(Article::all().values(|a| a.title).await.unwrap(), ["shown"]);
    assert!(matches!(Article::get(gone.id).await, Err(orm::Error::DoesNotExist { .. })));
    assert_eq!(Article::all().in_bulk([shown.id, gone.id]).await.unwrap().len(), 1);
    assert!(!Article::all().contains(&gone).await.unwrap());
    assert_eq!(Article::all().update(|a| a.title.set("changed")).await.unwrap(), 1);
    assert_eq!(Article::all().last().await.unwrap().unwrap().id, shown.id);
    let found = Article::get_or_create(
        |a| a.title.eq("gone"),
        Article::create().blog(shown.blog.id().to_owned()).title("gone"),
    );
    assert!(matches!(found.await, Err(orm::Error::UniqueViolation { .. })));
    assert_eq!(Article::all().delete().everything().await.unwrap(), 1);
    assert_eq!(Article::all().unscoped().count().await.unwrap(), 1);
}

#[orm::test(sqlite, postgres, models(Blog, Article, Comment, Tag, Cover))]
async fn unscoped_lifts_the_scope_and_nothing_else() {
    let (_, shown, gone) = blog().await;
    let titles = |query: QuerySet<Article>| async move { query.values(|a| a.title).await.unwrap() };
    assert_eq!(titles(Article::all().unscoped()).await, ["shown", "gone"]);
    assert_eq!(titles(Article::filter(|a| a.id.eq(gone.id)).unscoped()).await, ["gone"]);
    assert_eq!(titles(Article::all().unscoped().unscoped().filter(|a| a.id.eq(shown.id)).unscoped()).await, ["shown"]);
    assert_eq!(Article::all().values(|a| a.id).unscoped().count().await.unwrap(), 2);
    assert_eq!(Article::all().none().unscoped().count().await.unwrap(), 0);
    assert_eq!(both(&Article::all().unscoped()).matches("WHERE").count(), 0);
    assert_eq!(Blog::all().unscoped().count().await.unwrap(), 1, "a model without a scope has none to lift");
    assert_eq!(Article::all().unscoped().filter(|a| a.deleted.eq(true)).delete().await.unwrap(), 1);
}

#[orm::test(sqlite, postgres, models(Blog, Article, Comment, Tag, Cover))]
async fn unscoped_lifts_it_from_all_that_a_query_is_made_of() {
    let (_, shown, gone) = blog().await;
    let both_parts = || Article::filter(|a| a.id.eq(shown.id)).union(Article::filter(|a| a.id.eq(gone.id)));
    assert_eq!(both_parts().count().await.unwrap(), 1);
    assert_eq!(both_parts().unscoped().count().await.unwrap(), 2);
    assert_eq!(both_parts().union(Article::all().none()).unscoped().count().await.unwrap(), 2);
}

#[orm::test(sqlite, postgres, models(Folder))]
async fn what_is_found_in_a_tree_has_it() {
    let top = Folder::create().name("top").deleted(false).await.unwrap();
    let gone = Folder::create().name("gone").deleted(true).parent(&top).await.unwrap();
    let below = Folder::create().name("below").deleted(false).parent(&gone).await.unwrap();
    let names = |query: QuerySet<Folder>| async move { query.order_by(|f| f.id).values(|f| f.name).await.unwrap() };
    let tree = || Folder::filter(|f| f.id.eq(top.id)).with_descendants(|f| f.parent);
    assert_eq!(names(tree()).await, ["top", "below"]);
    assert_eq!(names(tree().unscoped()).await, ["top", "gone", "below"]);
    let line = || Folder::filter(|f| f.id.eq(below.id)).with_ancestors(|f| f.parent);
    assert_eq!(names(line()).await, ["top", "below"]);
    assert_eq!(
        names(Folder::all().unscoped().filter(|f| f.id.eq(below.id)).with_ancestors(|f| f.parent)).await.len(),
        3
    );
}

#[orm::test(sqlite, postgres, models(Blog, Article, Comment, Tag, Cover))]
async fn relations_to_many_have_it() {
    let (blog, _, gone) = blog().await;
    let numbers = Blog::all().values(|b| (b.articles.count(), b.articles.unscoped().count(), b.articles.max(|a| a.id)));
    assert_eq!(numbers.await.unwrap(), [(1, 2, Some(gone.id - 1))]);
    let some = |p: Predicate<Blog>| async move { Blog::filter(|_| p).exists().await.unwrap() };
    let b = Blog::fields();
    assert!(!some(b.articles.any(|a| a.title.eq("gone"))).await);
    assert!(some(b.articles.unscoped().any(|a| a.title.eq("gone"))).await);
    assert!(some(b.articles.all(|a| a.title.eq("shown"))).await);
    assert!(!some(b.articles.filter(|a| a.id.eq(gone.id)).exists()).await);
    assert!(some(b.articles.filter(|a| a.id.eq(gone.id)).unscoped().exists()).await);
    assert_eq!(blog.articles.query().count().await.unwrap(), 1);
    assert_eq!(blog.articles.query().unscoped().count().await.unwrap(), 2);
    assert_eq!(blog.articles.load().await.unwrap().len(), 1);
    assert_eq!(blog.articles.load_one().await.unwrap().len(), 1);
    let prefetched = Blog::all().prefetch_related(|b| b.articles).await.unwrap();
    assert_eq!(prefetched[0].articles.get().unwrap().len(), 1);
    let prefetched = Blog::all().prefetch_related(|b| b.articles.with(Article::all().unscoped())).await.unwrap();
    assert_eq!(prefetched[0].articles.get().unwrap().len(), 2);
    let related = orm::related(&prefetched, |b| b.articles, Article::all()).await.unwrap();
    assert_eq!(related[0].len(), 1);

    blog.tags.create(Tag::create().name("new")).await.unwrap();
    blog.tags.create(Tag::create().name("old")).await.unwrap();
    assert_eq!(blog.tags.query().values(|t| t.name).await.unwrap(), ["new"]);
    assert_eq!(blog.tags.query().unscoped().count().await.unwrap(), 2);
    assert_eq!(Blog::all().values(|b| (b.tags.count(), b.tags.unscoped().count())).await.unwrap(), [(1, 2)]);
    let prefetched = Blog::all().prefetch_related(|b| b.tags).await.unwrap();
    assert_eq!(prefetched[0].tags.get().unwrap().len(), 1);
}

#[orm::test(sqlite, postgres, models(Blog, Article, Comment, Tag, Cover))]
async fn keys_find_their_rows() {
    let (blog, _, mut gone) = blog().await;
    gone.title = "still gone".to_owned();
    gone.save().await.unwrap();
    gone.refresh().await.unwrap();
    assert_eq!(gone.title, "still gone");
    Comment::create().article(&gone).hidden(false).await.unwrap();
    let comment = Comment::all().get().await.unwrap();
    assert_eq!(comment.article.load().await.unwrap().id, gone.id);
    assert_eq!(comment.article.load_one().await.unwrap().id, gone.id);
    assert_eq!(Comment::all().values(|c| c.article.title).await.unwrap(), ["still gone"]);
    let joined = Comment::all().select_related(|c| c.article).await.unwrap();
    assert_eq!(joined[0].article.get().unwrap().id, gone.id);
    let queries = [
        Comment::all().prefetch_related(|c| c.article),
        Comment::all().prefetch_related(|c| c.article.with(Article::all())),
        Comment::all().prefetch_related(|c| c.article.blog.articles),
    ];
    for query in queries {
        assert_eq!(query.await.unwrap()[0].article.get().unwrap().id, gone.id);
    }

    Cover::create().blog(&blog).deleted(true).await.unwrap();
    assert_eq!(Cover::all().count().await.unwrap(), 0);
    assert!(Blog::get(blog.id).await.unwrap().cover.load().await.unwrap().is_some());
    assert!(Blog::all().prefetch_related(|b| b.cover).await.unwrap()[0].cover.get().unwrap().is_some());
    assert!(Blog::all().select_related(|b| b.cover).await.unwrap()[0].cover.get().unwrap().is_some());
    assert_eq!(Blog::all().values(|b| b.cover.deleted).await.unwrap(), [Some(true)]);
}

#[orm::test(sqlite, postgres, models(Note))]
async fn a_scope_is_made_for_each_query() {
    Note::bulk_create([1, 1, 2].map(|tenant| Note::create().tenant(tenant))).await.unwrap();
    assert_eq!(Note::all().count().await.unwrap(), 2);
    TENANT.set(2);
    assert_eq!(Note::all().count().await.unwrap(), 1);
    assert_eq!(Note::all().unscoped().count().await.unwrap(), 3);
    TENANT.set(1);
}
