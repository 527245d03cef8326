//! `select!` says what querysets say: the same SQL, and the same rows, on both databases.

use orm::prelude::*;

use crate::sql::both;

#[derive(Model, Debug, Clone)]
#[orm(table = "select_authors")]
struct Author {
    id: i64,
    name: String,
    age: Option<i16>,
    books: HasMany<Book>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "select_books")]
struct Book {
    id: i64,
    author: ForeignKey<Author>,
    title: String,
    pages: i32,
    printed: bool,
}

async fn library() {
    let author = |name: &str, age: Option<i16>| Author::create().name(name).age(age);
    let ann = author("Ann", Some(50)).await.unwrap();
    let bob = author("Bob", Some(40)).await.unwrap();
    author("Cid", None).await.unwrap();
    let book =
        |author: &Author, title: &str, pages| Book::create().author(author).title(title).pages(pages).printed(true);
    book(&ann, "A", 10).await.unwrap();
    book(&ann, "B", 20).await.unwrap();
    book(&bob, "B", 30).await.unwrap();
}

/// The SQL is the same, and so are the rows.
macro_rules! same {
    ($($sentence:expr, $methods:expr;)*) => {$({
        let (sentence, methods) = ($sentence, $methods);
        assert_eq!(both(&sentence), both(&methods));
        let (sentence, methods) = (sentence.await.unwrap(), methods.await.unwrap());
        assert_eq!(format!("{sentence:?}"), format!("{methods:?}"));
    })*};
}

#[orm::test(sqlite, postgres, models(Author, Book))]
async fn sentences_are_querysets() {
    library().await;
    let (least, rows, order) = (45, 1, Author::all().order_by(|a| a.id));
    same! {
        select!(a for a in Author order by a.id), Author::all().order_by(|a| a.id);
        select!((a.name, a.books.count()) for a in Author if a.age > 30 order by a.name desc),
            Author::filter(|a| a.age.gt(30)).order_by(|a| a.name.desc()).values(|a| (a.name, a.books.count()));
        select!(a.name for a in Author if a.age > least || a.books.none(|b| b.printed && b.pages > 20) order by a.age desc nulls last, a.id),
            Author::filter(|a| a.age.gt(45) | a.books.none(|b| b.printed.eq(true) & b.pages.gt(20)))
                .order_by(|a| (a.age.desc().nulls_last(), a.id)).values(|a| a.name);
        select!(b.title for b in Book order by b.title distinct limit 2 offset rows),
            Book::all().order_by(|b| b.title).distinct().limit(2).offset(1).values(|b| b.title);
        select!((b.title, 100 - b.pages) for b in Book if b.author.name == "Ann" order by b.pages * 2 desc),
            Book::filter(|b| b.author.name.eq("Ann")).order_by(|b| (b.pages * 2).desc())
                .values(|b| (b.title, orm::expr::from_left::sub(100, b.pages)));
        select!(a.name for a in order if a.name != "Bob"), order.clone().filter(|a| a.name.ne("Bob")).values(|a| a.name);
        select!(a for a in Author::filter(|a| a.age < 45) order by a.id), Author::filter(|a| a.age.lt(45)).order_by(|a| a.id);
        select!(b for b in self::Book if b.printed order by b.id nulls first), Book::filter(|b| b.printed.eq(true)).order_by(|b| b.id.nulls_first());
    }
    let ann = Author::get(1).await.unwrap();
    let pages: Vec<i32> = select!(b.pages for b in ann.books.query() if b.pages > 10).await.unwrap();
    assert_eq!(pages, [20]);
    assert_eq!(select!(a for a in Author if a.age == None).filter(|a| a.id.gt(0)).count().await.unwrap(), 1);
    assert_eq!(order.count().await.unwrap(), 3, "a queryset stays the caller's");
}
