//! Each operator gives the rows that it should, on both databases.

use orm::prelude::*;

#[derive(Model, Debug, Clone, PartialEq)]
struct Person {
    id: i64,
    name: String,
    nick: Option<String>,
    age: i32,
    height: Option<i32>,
}

/// Five people: one without a nickname, one without a height, and names full of wildcards and accents.
async fn people() {
    let person = |name: &str, nick: Option<&str>, age: i32, height: Option<i32>| {
        Person::create().name(name).nick(nick.map(str::to_owned)).age(age).height(height)
    };
    Person::bulk_create([
        person("Ann", Some("annie"), 31, Some(170)),
        person("Bob", None, 20, Some(31)),
        person("50%_off\\", Some("Émile"), 45, None),
        person("émile", Some("ÉMILE"), 45, Some(180)),
        person("ann", Some("ANNIE"), 7, Some(7)),
    ])
    .await
    .unwrap();
}

/// The ids of the rows for which a condition is true, in order.
async fn ids(condition: impl FnOnce(&'static Fields<Person>) -> Predicate<Person>) -> Vec<i64> {
    Person::filter(condition).order_by(|p| p.id).values(|p| p.id).await.unwrap()
}

#[orm::test(sqlite, postgres, models(Person))]
async fn comparisons() {
    people().await;
    assert_eq!(ids(|p| p.age.eq(45)).await, [3, 4]);
    assert_eq!(ids(|p| p.age.ne(45)).await, [1, 2, 5]);
    assert_eq!(ids(|p| p.age.gt(31)).await, [3, 4]);
    assert_eq!(ids(|p| p.age.ge(31)).await, [1, 3, 4]);
    assert_eq!(ids(|p| p.age.lt(20)).await, [5]);
    assert_eq!(ids(|p| p.age.le(20)).await, [2, 5]);
    assert_eq!(ids(|p| p.age.between(20, 31)).await, [1, 2]);
    assert_eq!(ids(|p| p.age.eq(p.height)).await, [5]);
    assert_eq!(ids(|p| p.height.gt(p.age)).await, [1, 2, 4]);
}

#[orm::test(sqlite, postgres, models(Person))]
async fn lists() {
    people().await;
    assert_eq!(ids(|p| p.age.in_([7, 20, 99])).await, [2, 5]);
    assert_eq!(ids(|p| p.age.not_in([7, 20])).await, [1, 3, 4]);
    assert_eq!(ids(|p| p.name.in_(["Ann", "émile"])).await, [1, 4]);
    assert_eq!(ids(|p| p.nick.not_in(["annie"])).await, [3, 4, 5], "NULL is not known to be something else");
    assert_eq!(ids(|p| p.age.in_(Vec::<i32>::new())).await, [] as [i64; 0]);
    assert_eq!(ids(|p| p.age.not_in(Vec::<i32>::new())).await, [1, 2, 3, 4, 5]);
}

#[orm::test(sqlite, postgres, models(Person))]
async fn nulls() {
    people().await;
    assert_eq!(ids(|p| p.nick.is_null()).await, [2]);
    assert_eq!(ids(|p| p.nick.is_not_null()).await, [1, 3, 4, 5]);
    assert_eq!(ids(|p| p.nick.eq(None)).await, [2]);
    assert_eq!(ids(|p| p.nick.ne(None)).await, [1, 3, 4, 5]);
    assert_eq!(ids(|p| p.nick.eq(Some("annie".to_owned()))).await, [1]);
    assert_eq!(ids(|p| p.nick.ne("annie")).await, [3, 4, 5]);
    assert_eq!(ids(|p| p.nick.is_distinct_from("annie")).await, [2, 3, 4, 5]);
    assert_eq!(ids(|p| p.nick.is_not_distinct_from("annie")).await, [1]);
}

#[orm::test(sqlite, postgres, models(Person))]
async fn plain_text_is_escaped() {
    people().await;
    assert_eq!(ids(|p| p.name.contains("%")).await, [3]);
    assert_eq!(ids(|p| p.name.contains("_")).await, [3]);
    assert_eq!(ids(|p| p.name.contains("\\")).await, [3]);
    assert_eq!(ids(|p| p.name.contains("n")).await, [1, 5]);
    assert_eq!(ids(|p| p.name.contains("A")).await, [1]);
    assert_eq!(ids(|p| p.name.icontains("A")).await, [1, 5]);
    assert_eq!(ids(|p| p.name.starts_with("50%")).await, [3]);
    assert_eq!(ids(|p| p.name.starts_with("a")).await, [5]);
    assert_eq!(ids(|p| p.name.istarts_with("a")).await, [1, 5]);
    assert_eq!(ids(|p| p.name.ends_with("n")).await, [1, 5]);
    assert_eq!(ids(|p| p.name.ends_with("off\\")).await, [3]);
    assert_eq!(ids(|p| p.name.iends_with("NN")).await, [1, 5]);
    assert_eq!(ids(|p| p.name.iexact("ANN")).await, [1, 5]);
    assert_eq!(ids(|p| p.name.iexact("50%_OFF\\")).await, [3]);
    assert_eq!(ids(|p| p.nick.iexact("émile")).await, [3, 4]);
}

#[orm::test(sqlite, postgres, models(Person))]
async fn patterns() {
    people().await;
    assert_eq!(ids(|p| p.name.like("_nn")).await, [1, 5]);
    assert_eq!(ids(|p| p.name.like("A%")).await, [1]);
    assert_eq!(ids(|p| p.name.like(r"50\%%")).await, [3]);
    assert_eq!(ids(|p| p.name.ilike("ANN")).await, [1, 5]);
    assert_eq!(ids(|p| p.name.regex("^[Aa]nn$")).await, [1, 5]);
    assert_eq!(ids(|p| p.name.regex("^A")).await, [1]);
    assert_eq!(ids(|p| p.name.iregex("^a")).await, [1, 5]);
    assert_eq!(ids(|p| p.nick.regex("x")).await, [] as [i64; 0]);
}

#[orm::test(sqlite, postgres, models(Person))]
async fn connections() {
    people().await;
    assert_eq!(ids(|p| p.age.eq(45) & p.height.is_null()).await, [3]);
    assert_eq!(ids(|p| p.age.eq(7) | p.age.eq(20)).await, [2, 5]);
    assert_eq!(ids(|p| p.age.lt(40) ^ p.name.eq("Ann")).await, [2, 5]);
    assert_eq!(ids(|p| !p.age.eq(45)).await, [1, 2, 5]);
    assert_eq!(ids(|p| !p.height.gt(100)).await, [2, 5], "NOT of NULL is NULL");
    assert_eq!(ids(|p| !(p.age.eq(7) | p.age.eq(20)) & p.name.ne("Ann")).await, [3, 4]);
}

#[orm::test(sqlite, postgres, models(Person))]
async fn calculation() {
    people().await;
    assert_eq!(ids(|p| (p.age + 1).eq(32)).await, [1]);
    assert_eq!(ids(|p| (p.age * 2 - 10).gt(79)).await, [3, 4]);
    assert_eq!(ids(|p| (p.age / 2).eq(15)).await, [1], "whole numbers are divided without a remainder");
    assert_eq!(ids(|p| (p.age % 10).eq(5)).await, [3, 4]);
    assert_eq!(ids(|p| (p.height - p.age).eq(0)).await, [5]);
    assert!(Person::filter(|p| (p.age / 0).eq(1)).await.is_err(), "dividing by zero is an error on both");
    let doubled: Vec<Option<i32>> = Person::all().order_by(|p| p.id).values(|p| p.height * 2).await.unwrap();
    assert_eq!(doubled, [Some(340), Some(62), None, Some(360), Some(14)]);
}

#[orm::test(sqlite, postgres, models(Person))]
async fn exclude_is_what_filter_leaves() {
    people().await;
    let all = 5;
    for height in [0, 7, 31, 170, 180, 200] {
        let inside = Person::filter(|p| p.height.ge(height)).count().await.unwrap();
        let outside = Person::exclude(|p| p.height.ge(height)).count().await.unwrap();
        assert_eq!(inside + outside, all);
    }
    let tall = Person::exclude(|p| p.height.lt(100)).order_by(|p| p.id).values(|p| p.id).await.unwrap();
    assert_eq!(tall, [1, 3, 4], "a height that is not known is not known to be small");
}
