//! Filters and orders whose names come from a request.

mod hostile;
mod messages;
mod types;

use std::sync::LazyLock;

use orm::error::InvalidLookup;
use orm::prelude::*;
use orm::query::{Lookup, Lookups};

#[derive(DbEnum, Debug, Clone, Copy, PartialEq, Eq)]
#[orm(native = "lookup_mood")]
enum Mood {
    Sour,
    Bright,
}

#[derive(DbEnum, Debug, Clone, Copy, PartialEq, Eq)]
enum Rank {
    Junior,
    Senior,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "lookup_land")]
struct Land {
    id: i64,
    name: String,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "lookup_town")]
struct Town {
    id: i64,
    name: String,
    land: Option<ForeignKey<Land>>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "lookup_user")]
struct User {
    id: i64,
    name: String,
    age: i16,
    nick: Option<String>,
    mood: Option<Mood>,
    #[orm(default = Rank::Junior)]
    rank: Rank,
    secret: String,
    r#type: i32,
    town: Option<ForeignKey<Town>>,
    pets: HasMany<Pet>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "lookup_pet")]
struct Pet {
    id: i64,
    user: ForeignKey<User>,
}

static USERS: LazyLock<Lookups<User>> = LazyLock::new(|| {
    Lookups::<User>::new()
        .allow(|u| (u.name, u.age, u.nick, (u.mood, u.rank, u.r#type), u.town, u.town.land.name))
        .allow_as("pets", |u| u.pets.count())
        .allow_only([Lookup::In], |u| u.id)
        .order_by(|u| (u.name, u.age, u.town.land.name))
        .order_by_as("pets", |u| (u.pets.count(), u.id))
        .ignore(["page"])
});

async fn users() {
    let land = Land::create().name("France").await.unwrap();
    let town = Town::create().name("Paris").land(&land).await.unwrap();
    let nowhere = Town::create().name("Atlantis").await.unwrap();
    let new = |name: &str, age: i16| User::create().name(name).age(age).secret("s").r#type(i32::from(age));
    let ann = new("ann", 31).nick("50%_\\").mood(Mood::Bright).rank(Rank::Senior).town(&town).await.unwrap();
    new("Bob, Jr", 12).mood(Mood::Sour).town(&nowhere).await.unwrap();
    new("eve", 40).nick("Ann").await.unwrap();
    for _ in 0..3 {
        Pet::create().user(&ann).await.unwrap();
    }
}

/// The names of those who are found.
async fn found(parameters: &str) -> Vec<String> {
    let parsed = USERS.parse(parameters).unwrap_or_else(|error| panic!("{parameters}: {error}"));
    User::all().order_by(|u| u.id).lookups(&parsed).values(|u| u.name).await.unwrap()
}

fn problems(lookups: &Lookups<User>, parameters: &str) -> Vec<InvalidLookup> {
    match lookups.parse(parameters) {
        Err(orm::Error::InvalidLookups { problems }) => problems,
        other => panic!("{parameters}: {other:?}"),
    }
}

#[orm::test(sqlite, postgres, models(Land, Town, User, Pet))]
async fn parameters_find_what_they_say() {
    users().await;
    let all = ["ann", "Bob, Jr", "eve"];
    let cases: [(&str, &[&str]); 34] = [
        ("", &all),
        ("name=ann", &["ann"]),
        ("name__exact=ann", &["ann"]),
        ("name__iexact=ANN", &["ann"]),
        ("name__contains=n", &["ann"]),
        ("name__icontains=JR", &["Bob, Jr"]),
        ("name__startswith=b", &[]),
        ("name__istartswith=b", &["Bob, Jr"]),
        ("name__endswith=e", &["eve"]),
        ("name__iendswith=E", &["eve"]),
        ("nick__contains=%25_", &["ann"]),
        ("nick__contains=%5C", &["ann"]),
        ("nick__contains=", &["ann", "eve"]),
        ("age=31", &["ann"]),
        ("age__gt=31", &["eve"]),
        ("age__gte=31", &["ann", "eve"]),
        ("age__lt=31", &["Bob, Jr"]),
        ("age__lte=31", &["ann", "Bob, Jr"]),
        ("age__range=12,31", &["ann", "Bob, Jr"]),
        ("age__in=12,40", &["Bob, Jr", "eve"]),
        ("age__in=12&age__in=40", &["Bob, Jr", "eve"]),
        ("id__in=1", &["ann"]),
        ("nick__isnull=true", &["Bob, Jr"]),
        ("nick__isnull=0", &["ann", "eve"]),
        ("mood=bright", &["ann"]),
        ("mood__in=bright,sour", &["ann", "Bob, Jr"]),
        ("rank=senior", &["ann"]),
        ("type=40", &["eve"]),
        ("town=1", &["ann"]),
        ("town__land__name=France", &["ann"]),
        ("town__land__name__isnull=true", &["Bob, Jr", "eve"]),
        ("pets__gte=3", &["ann"]),
        ("?age__gte=18&town__isnull=1", &["eve"]),
        ("name=Bob%2C+Jr&page=2&page=3", &["Bob, Jr"]),
    ];
    for (parameters, expected) in cases {
        assert_eq!(found(parameters).await, expected, "{parameters}");
    }
    assert_eq!(found("order=-age").await, ["eve", "ann", "Bob, Jr"]);
    assert_eq!(found("order=town__land__name,-name").await, ["ann", "eve", "Bob, Jr"]);
    assert_eq!(found("order=-pets").await, ["ann", "eve", "Bob, Jr"]);
    assert_eq!(found("age__gte=18&order=name").await, ["ann", "eve"]);
    assert_eq!(USERS.parse("page=2&page=3").unwrap().get("page"), Some("2"));

    // They are conditions like any other: of pages, counts, and beside those of the program.
    let parsed = USERS.parse("age__gte=18&order=-age").unwrap();
    let page = User::filter(|u| u.nick.is_not_null()).lookups(&parsed).page(1, 1).await.unwrap();
    assert_eq!((page.total, page.items[0].name.as_str()), (2, "eve"));
    let next = User::all().lookups(&parsed).paginate(1).await.unwrap().next;
    assert_eq!(User::all().lookups(&parsed).paginate(1).at(&next).await.unwrap().items[0].name, "ann");
}
