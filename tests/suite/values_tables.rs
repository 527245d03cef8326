//! Rows of the program's own as a table.

use chrono::{DateTime, NaiveDate, Utc};
use orm::prelude::*;
use orm::query::Derived;
use orm::sql::Dialect;
use orm::values_table;
use rust_decimal::Decimal;
use uuid::Uuid;

#[derive(Model, Debug, Clone)]
#[orm(table = "values_books", ordering = "title")]
struct Book {
    id: i64,
    #[orm(alternate_key)]
    title: String,
    pages: i64,
}

/// Where a reader is.
#[derive(Projection, Debug, PartialEq, Clone)]
#[orm(table)]
struct Read {
    title: String,
    page: Option<i64>,
}

#[derive(Projection, Debug, PartialEq, Clone)]
#[orm(table = "reads")]
struct ReadBook {
    book: ForeignKey<Book>,
    by_title: Option<ForeignKey<Book, BookByTitle>>,
    page: i64,
}

async fn books() -> orm::Result<()> {
    let books = [("Emma", 474), ("Persuasion", 249), ("Sanditon", 80)];
    Book::bulk_create(books.map(|(title, pages)| Book::create().title(title).pages(pages))).await?;
    Ok(())
}

fn read() -> QuerySet<Derived<Read>, Read> {
    let rows = [("Emma", Some(474)), ("Persuasion", Some(20)), ("it's \"$1\" ?1; --", None)];
    values_table(rows.map(|(title, page)| Read { title: title.to_owned(), page }))
}

#[orm::test(sqlite, postgres, models(Book))]
async fn are_asked_about() -> orm::Result<()> {
    books().await?;
    let titles = |query: QuerySet<Derived<Read>, Read>| query.order_by(|r| r.title).values(|r| r.title);
    assert_eq!(titles(read()).await?, ["Emma", "Persuasion", "it's \"$1\" ?1; --"].map(str::to_owned));
    assert_eq!(titles(read().filter(|r| r.page.gt(20))).await?, ["Emma"]);
    assert_eq!(titles(read().filter(|r| r.page.is_null())).await?.len(), 1);
    assert_eq!(
        read().order_by(|r| r.page).first().await?,
        Some(Read { title: "Persuasion".to_owned(), page: Some(20) })
    );
    assert_eq!(read().aggregate(|r| (count(), r.page.sum())).await?, (3, Some(494)));
    assert_eq!(read().count().await?, 3);
    assert_eq!(read().distinct().count().await?, 3);
    let union = read().union(values_table([Read { title: "Emma".to_owned(), page: Some(474) }]));
    assert_eq!(union.count().await?, 3);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Book))]
async fn stand_beside_tables() -> orm::Result<()> {
    books().await?;
    let known = Book::filter(|b| b.title.in_(read().values(|r| r.title))).values(|b| b.title);
    assert_eq!(known.await?, ["Emma", "Persuasion"]);
    let pages = Book::all().values(|b| {
        let page = read().filter(|r| r.title.eq(outer(b.title))).values(|r| r.page).scalar();
        (b.title, page.coalesce(0), b.pages)
    });
    let expected = [("Emma", 474, 474), ("Persuasion", 20, 249), ("Sanditon", 0, 80)];
    assert_eq!(pages.await?, expected.map(|(title, page, pages)| (title.to_owned(), page, pages)));
    let new = read().filter(|r| !r.title.in_(Book::all().values(|b| b.title)));
    assert_eq!(
        Book::insert_from(new, |b, r| (b.title.set_from(r.title), b.pages.set_from(r.page.coalesce(0)))).await?,
        1
    );
    // Joined, by either key.
    let rows = [(1, Some("Sanditon"), 3), (2, None, 4)];
    let rows = values_table(rows.map(|(book, title, page)| ReadBook {
        book: ForeignKey::new(book),
        by_title: title.map(|title| ForeignKey::new(title.to_owned())),
        page,
    }));
    let joined = rows.clone().order_by(|r| r.book.title).values(|r| (r.book.title, r.by_title.pages, r.page));
    assert_eq!(joined.await?, [("Emma".to_owned(), Some(80), 3), ("Persuasion".to_owned(), None, 4)]);
    let halves = rows.clone().filter(|r| (r.page * 100).lt(r.book.pages)).values(|r| r.page);
    assert_eq!(halves.await?, [3]);
    let twice = rows.clone().as_cte();
    let most = twice.clone().values(|r| r.page.max()).scalar();
    assert_eq!(twice.filter(|r| r.page.eq(most)).values(|r| r.book).await?, [2]);
    let changed = Book::filter(|b| b.id.in_(rows.values(|r| r.book))).update(|b| b.pages.set(1));
    assert_eq!(changed.await?, 2);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Book))]
async fn none_and_many() -> orm::Result<()> {
    let none = values_table(Vec::<Read>::new());
    assert_eq!((none.clone().count().await?, none.await?.len()), (0, 0));
    let many = values_table((0..20_000).map(|page| Read { title: format!("book {page}"), page: Some(page) }));
    assert_eq!(many.to_sql(), values_table([Read { title: String::new(), page: None }]).to_sql());
    assert_eq!(many.clone().filter(|r| r.page.ge(19_000)).count().await?, 1_000);
    let rows = many.order_by(|r| r.page).await?;
    assert!(rows.iter().zip(0..).all(|(row, page)| row.page == Some(page) && row.title == format!("book {page}")));
    Ok(())
}

#[derive(DbEnum, Debug, Clone, Copy, PartialEq)]
#[orm(native = "values_size")]
enum Size {
    Small,
    Large,
}

#[derive(Model, Debug)]
#[orm(table = "values_sized")]
struct Sized {
    id: i64,
    size: Size,
}

#[derive(Projection, Debug, PartialEq, Clone)]
#[orm(table)]
struct Everything {
    truth: bool,
    small: i16,
    unsigned: u32,
    float: f64,
    decimal: Option<Decimal>,
    bytes: Vec<u8>,
    id: Option<Uuid>,
    day: NaiveDate,
    at: DateTime<Utc>,
    list: Vec<i64>,
    texts: Option<Vec<Option<String>>>,
    document: serde_json::Value,
    size: Option<Size>,
    r#type: String,
}

#[orm::test(sqlite, postgres, models(Sized))]
async fn of_every_type() -> orm::Result<()> {
    let one = Everything {
        truth: true,
        small: -5,
        unsigned: u32::MAX,
        float: f64::INFINITY,
        decimal: "1.50".parse().ok(),
        bytes: vec![0, 255],
        id: Some(Uuid::nil()),
        day: NaiveDate::from_ymd_opt(2026, 2, 28).unwrap_or_default(),
        at: DateTime::from_timestamp(1_700_000_000, 123_000).unwrap_or_default(),
        list: vec![1, 2],
        texts: Some(vec![Some("a\"b,{}".to_owned()), None]),
        document: serde_json::json!({"a": [1, null]}),
        size: Some(Size::Large),
        r#type: "é\\".to_owned(),
    };
    let other = Everything {
        truth: false,
        decimal: None,
        bytes: Vec::new(),
        id: None,
        list: Vec::new(),
        texts: None,
        document: serde_json::Value::Null,
        size: None,
        ..one.clone()
    };
    let rows = values_table([one.clone(), other.clone()]);
    assert_eq!(rows.clone().order_by(|e| e.truth).await?, [other, one.clone()]);
    assert_eq!(
        rows.clone().filter(|e| e.decimal.eq("1.5".parse::<Decimal>().ok()) & e.size.eq(Size::Large)).await?,
        [one]
    );
    assert_eq!(rows.clone().filter(|e| e.day.year().eq(2026) & e.list.eq(vec![1, 2])).count().await?, 1);
    Sized::create().size(Size::Large).await?;
    assert_eq!(Sized::filter(|s| s.size.in_(rows.clone().values(|e| e.size))).count().await?, 1);
    Ok(())
}

#[derive(Projection, Debug)]
#[orm(table)]
struct Large {
    number: u64,
}

#[orm::test(sqlite, postgres, models(Book))]
async fn what_no_column_takes_is_refused() -> orm::Result<()> {
    let rows = values_table([1, u64::MAX].map(|number| Large { number }));
    let error = rows.clone().count().await.unwrap_err().to_string();
    assert_eq!(
        error,
        "invalid value for Large.number: 18446744073709551615 is larger than 9223372036854775807, and a column of u64 holds no more"
    );
    let nul = values_table([Read { title: "a\0b".to_owned(), page: None }]).await;
    assert!(nul.is_err());
    assert!(rows.paginate(1).await.is_err());
    Ok(())
}

#[test]
fn sql() {
    insta::assert_snapshot!(read().filter(|r| r.page.gt(1)).to_sql_for(Dialect::Postgres), @r#"SELECT "title", "page" FROM (SELECT v1 AS "title", v2 AS "page" FROM UNNEST($1, $2) AS "list"(v1, v2)) AS "read" WHERE "page" > $3"#);
    insta::assert_snapshot!(read().filter(|r| r.page.gt(1)).to_sql_for(Dialect::Sqlite), @r#"SELECT "title", "page" FROM (SELECT l1.v AS "title", l2.v AS "page" FROM (SELECT value AS v, row_number() OVER () AS n FROM rarray(?1)) AS l1 JOIN (SELECT value AS v, row_number() OVER () AS n FROM rarray(?2)) AS l2 ON l2.n = l1.n) AS "read" WHERE "page" > ?3"#);
}
