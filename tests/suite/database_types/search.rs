use orm::expr::{SearchConfig, SearchQuery, SearchVector, SearchWeight};
use orm::prelude::*;

const ENGLISH: SearchConfig = SearchConfig::new("english");

#[derive(Model, Debug)]
#[orm(table = "type_posts")]
struct Post {
    id: i64,
    title: String,
    body: Option<String>,
}

fn words(p: &Fields<Post>) -> SearchVector<Post> {
    ENGLISH.vector(p.title).weight(SearchWeight::A) + ENGLISH.vector(p.body).weight(SearchWeight::D)
}

async fn posts() -> orm::Result<()> {
    Post::create().title("Running foxes").body("The quick brown fox jumps over a lazy dog").await?;
    Post::create().title("Dogs").body("A dog is not a fox, and a cat is no dog").await?;
    Post::create().title("Nothing").await?;
    Ok(())
}

async fn found(query: impl Into<SearchQuery>) -> orm::Result<Vec<i64>> {
    let query = query.into();
    Post::filter(|p| words(p).matches(query)).order_by(|p| p.id).values(|p| p.id).await
}

#[orm::test(postgres, models(Post))]
async fn queries() -> orm::Result<()> {
    posts().await?;
    assert_eq!(found(ENGLISH.plain("dogs fox")).await?, [1, 2]);
    assert_eq!(found(ENGLISH.phrase("quick brown foxes")).await?, [1]);
    assert_eq!(found(ENGLISH.phrase("brown quick")).await?, [0_i64; 0]);
    assert_eq!(found(ENGLISH.websearch("dog -cat")).await?, [1]);
    assert_eq!(found(ENGLISH.websearch("\"lazy dog\" or nothing")).await?, [1, 3]);
    assert_eq!(found(ENGLISH.raw("run:* & !cat")).await?, [1]);
    assert_eq!(found(ENGLISH.plain("dog") & !ENGLISH.plain("cat")).await?, [1]);
    assert_eq!(found(ENGLISH.plain("nothing") | ENGLISH.plain("cat")).await?, [2, 3]);
    assert_eq!(found(ENGLISH.plain("lazy").followed_by(ENGLISH.plain("dog"))).await?, [1]);
    assert_eq!(found("fox").await?, [1, 2]);
    // By the rules of the query, of which those without any know no plurals.
    let simple = SearchConfig::new("simple");
    assert_eq!(Post::filter(|p| p.title.search(simple.plain("fox"))).count().await?, 0);
    assert_eq!(Post::filter(|p| p.title.search(ENGLISH.plain("fox"))).count().await?, 1);
    assert_eq!(Post::filter(|p| p.body.search("fox")).count().await?, 2);
    assert_eq!(Post::exclude(|p| p.body.search("fox")).count().await?, 1);
    for hostile in ["'", "\"", "a'b & | !", "", "(", "\\", ":*", &"x ".repeat(10_000)] {
        for query in [ENGLISH.plain(hostile), ENGLISH.phrase(hostile), ENGLISH.websearch(hostile)] {
            found(query).await?;
        }
    }
    assert!(matches!(found(ENGLISH.raw("& &")).await, Err(orm::Error::Database { .. })));
    assert!(matches!(found(SearchConfig::new("it's").plain("x")).await, Err(orm::Error::Database { .. })));
    Ok(())
}

#[orm::test(postgres, models(Post))]
async fn ranks_and_headlines() -> orm::Result<()> {
    posts().await?;
    let query = ENGLISH.plain("dog");
    let best = Post::filter(|p| words(p).matches(query.clone()))
        .order_by(|p| words(p).rank(query.clone()).desc())
        .values(|p| (p.id, words(p).rank(query.clone()), words(p).cover_rank(query.clone())))
        .await?;
    assert_eq!(best.iter().map(|row| row.0).collect::<Vec<_>>(), [2, 1]);
    assert!(best[0].1 > best[1].1 && best[0].2 > 0.0, "{best:?}");
    let even = Post::filter(|p| p.id.eq(1)).values(|p| words(p).rank_weighted([0.0; 4], query.clone())).get().await?;
    assert!(even < best[1].1);
    let headlines = Post::filter(|p| p.id.le(1)).values(|p| {
        (
            p.title.headline(ENGLISH.plain("fox")),
            p.body.headline_with("lazy", "StartSel=[, StopSel=], MaxWords=4, MinWords=2"),
        )
    });
    let (title, body) = headlines.get().await?;
    assert_eq!(title, "Running <b>foxes</b>");
    assert!(body.as_deref().is_some_and(|body| body.contains("[lazy]")), "{body:?}");
    Ok(())
}

#[orm::test(postgres, models(Post))]
async fn alike() -> orm::Result<()> {
    posts().await?;
    let missing = Post::filter(|p| p.title.similarity("Dog").gt(0.3)).count().await;
    let message = missing.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(message.contains("function similarity(text, text) does not exist"), "{message}");
    orm::execute("CREATE EXTENSION pg_trgm", ()).await?;
    orm::execute("CREATE EXTENSION unaccent", ()).await?;
    let near = Post::filter(|p| p.title.similar_to("Dog")).values(|p| (p.id, p.title.similarity("Dogs"))).await?;
    assert_eq!(near, [(2, 1.0)]);
    let word = Post::filter(|p| p.body.word_similar_to("jump"))
        .values(|p| (p.id, p.body.word_similarity("jumps"), p.body.strict_word_similarity("jumps")))
        .await?;
    assert_eq!(word, [(1, Some(1.0), Some(1.0))]);
    Post::create().title("Hôtel").await?;
    assert_eq!(Post::filter(|p| p.title.unaccent().eq("Hotel")).count().await?, 1);
    Ok(())
}

#[orm::test(sqlite, models(Post))]
async fn only_postgresql_searches() -> orm::Result<()> {
    let reason = |outcome: orm::Result<u64>| match outcome {
        Err(orm::Error::Unsupported { reason }) => reason,
        other => panic!("{other:?}"),
    };
    assert_eq!(reason(Post::filter(|p| p.body.search("x")).count().await), "SQLite has no full-text search");
    assert_eq!(reason(Post::filter(|p| p.title.similar_to("x")).count().await), "SQLite has no similarity of texts");
    assert_eq!(reason(Post::filter(|p| p.title.unaccent().eq("x")).count().await), "SQLite has no unaccent");
    let rank = Post::all().order_by(|p| words(p).rank("x")).await;
    assert_eq!(reason(rank.map(|_| 0)), "SQLite has no full-text search");
    Ok(())
}
