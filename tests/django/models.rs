//! What the examples are about, as the page declares it, and the rows that they find.

use chrono::{DateTime, NaiveDate, Utc};
use orm::prelude::*;
use rust_decimal::Decimal;

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(ordering = "name")]
pub(crate) struct Author {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) books: HasMany<Book>,
}

#[derive(Model, Debug, Clone, PartialEq)]
pub(crate) struct Book {
    pub(crate) id: i64,
    #[orm(unique)]
    pub(crate) title: String,
    pub(crate) author: ForeignKey<Author>,
    pub(crate) pages: i32,
    pub(crate) rating: Option<f64>,
    #[orm(default = 0.5)]
    pub(crate) discount: f64,
    pub(crate) price: Decimal,
    pub(crate) published: NaiveDate,
    pub(crate) added: DateTime<Utc>,
    #[orm(default = true)]
    pub(crate) active: bool,
    pub(crate) tags: ManyToMany<Tag>,
}

#[derive(Model, Debug, Clone, PartialEq)]
pub(crate) struct Tag {
    pub(crate) id: i64,
    #[orm(unique)]
    pub(crate) name: String,
    #[orm(via = tags)]
    pub(crate) books: ManyToMany<Book>,
}

/// One book without a rating, and one with a rating, an author who wrote another, and a tag.
pub(crate) async fn fill() -> orm::Result<()> {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let added = day(2026, 7, 31).and_hms_opt(22, 30, 15).unwrap().and_utc();
    let frank = Author::create().name("Frank").await?;
    let jane = Author::create().name("Jane").await?;
    let dune = Book::create().title("Dune").author(&frank).pages(412).rating(4.5).price(Decimal::new(950, 2));
    let dune = dune.published(day(1965, 8, 1)).added(added).await?;
    let emma = Book::create().title("Emma").author(&jane).pages(474).price(Decimal::new(725, 2));
    emma.published(day(1815, 12, 23)).added(added).active(false).await?;
    let whipping = Book::create().title("Whipping Star").author(&frank).pages(188).rating(3.5).price(5);
    whipping.published(day(1970, 1, 1)).added(added).await?;
    let tag = Tag::create().name("sand").await?;
    dune.tags.add([&tag]).await?;
    Ok(())
}

/// The book that functions are applied to.
pub(crate) fn dune() -> QuerySet<Book> {
    Book::filter(|b| b.title.eq("Dune"))
}
