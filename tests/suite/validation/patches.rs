//! Patches, and which fields of a document are taken.

use chrono::{DateTime, Utc};
use orm::prelude::*;
use orm::testing::count_queries;
use orm::validation::Draft;
use orm::{Db, Error};
use serde_json::{Value, from_value, json};

#[derive(Model, Debug)]
#[orm(table = "patched_countries", deny_unknown_fields)]
struct Country {
    #[orm(primary_key)]
    code: String,
    name: String,
}

#[derive(Model, Debug)]
#[orm(table = "patched_users", deny_unknown_fields, validate = nights_in_order)]
struct User {
    id: i64,
    #[orm(min_length = 2, unique)]
    name: String,
    #[orm(email)]
    email: Option<String>,
    #[orm(default = 0)]
    visits: i64,
    tags: Json<Vec<String>>,
    #[orm(default = 1)]
    first: i32,
    #[orm(default = 2)]
    last: i32,
    country: Option<ForeignKey<Country>>,
    #[orm(default = 0)]
    r#type: i16,
    #[orm(db_default = "7")]
    level: i16,
    #[orm(default = 0)]
    large: u64,
}

fn nights_in_order(user: &Draft<'_, User>) -> Result<(), &'static str> {
    if user.get(|u| u.last) < user.get(|u| u.first) { Err("the nights are not in order") } else { Ok(()) }
}

fn patch(document: Value) -> UserPatch {
    from_value(document).unwrap()
}

async fn ann() -> User {
    User::create().name("ann").email("ann@x.org").tags(Json(vec!["a".to_owned()])).await.unwrap()
}

#[orm::test(sqlite, postgres, models(Country, User))]
async fn only_what_is_given_is_written() {
    let peru = Country::create().code("PE").name("Peru").await.unwrap();
    let mut ann = ann().await;
    // Another one has written it meanwhile.
    User::all().update(|u| u.visits.set(9)).await.unwrap();
    let change = patch(json!({ "email": null, "name": "ann", "country": "PE", "type": 3, "tags": ["b"] }));
    assert_eq!(change.fields(), ["name", "email", "tags", "country", "type"]);
    let (changed, queries) = count_queries(ann.apply(change)).await;
    assert_eq!(changed.unwrap(), ["email", "tags", "country", "type"]);
    assert_eq!(queries.len(), 1);
    assert_eq!((ann.email.as_deref(), ann.r#type, ann.tags.as_slice()), (None, 3, ["b".to_owned()].as_slice()));
    assert_eq!(ann.country.as_ref().unwrap().load().await.unwrap().name, peru.name);
    let read = User::get(ann.id).await.unwrap();
    assert_eq!((read.visits, read.email), (9, None));
    assert_eq!(ann.apply(User::patch().country(None)).await.unwrap(), ["country"]);
    assert!(User::get(ann.id).await.unwrap().country.is_none());
    let (nothing, queries) = count_queries(ann.apply(patch(json!({})))).await;
    assert_eq!((nothing.unwrap().len(), queries.len()), (0, 0));
}

#[orm::test(sqlite, postgres, models(Country, User))]
async fn a_row_stays_as_it_is_where_a_patch_is_refused() {
    let mut ann = ann().await;
    User::create().name("bob").tags(Json(Vec::new())).await.unwrap();
    let refused =
        |error: &Error| super::codes(error).into_iter().map(|(field, _)| field.to_owned()).collect::<Vec<_>>();
    let error = ann.apply(User::patch().name("x").email("x").last(0)).await.unwrap_err();
    assert_eq!(refused(&error), ["name", "email", ""]);
    // What it does not have is that of the row.
    let error = ann.apply(User::patch().first(3)).await.unwrap_err();
    assert_eq!(error.to_string(), "invalid User: the nights are not in order");
    assert!(matches!(ann.apply(User::patch().name("bob")).await, Err(Error::UniqueViolation { .. })));
    assert!(matches!(ann.apply(User::patch().large(u64::MAX)).await, Err(Error::InvalidValue { field: "large", .. })));
    let error = ann.apply(User::patch().id(7).visits(1)).await.unwrap_err();
    assert_eq!(error.to_string(), "a patch of User cannot change id, by which the row is found: leave it out");
    assert!(matches!(ann.merge(User::patch().id(7)), Err(Error::Unsupported { .. })));
    assert!(matches!(ann.merge(User::patch().visits(1).large(u64::MAX)), Err(Error::InvalidValue { .. })));
    assert_eq!((ann.name.as_str(), ann.first, ann.last, ann.visits), ("ann", 1, 2, 0));
    ann.delete().await.unwrap();
    assert!(matches!(ann.apply(User::patch().visits(1)).await, Err(Error::DoesNotExist { .. })));
}

#[orm::test(sqlite, postgres, models(Country, User))]
async fn merged_and_over_many_rows(db: Db) {
    let mut ann = ann().await;
    let changed = ann.merge(patch(json!({ "name": "x", "visits": 0, "country": "PE", "tags": [] }))).unwrap();
    assert_eq!(changed, ["name", "tags", "country"]);
    assert_eq!((ann.name.as_str(), ann.country.as_ref().unwrap().id().as_str()), ("x", "PE"));
    assert!(matches!(ann.save().await, Err(Error::Validation { .. })));

    User::create().name("bob").tags(Json(Vec::new())).await.unwrap();
    let all = || User::filter(|u| u.name.in_(["ann", "bob"])).using(&db);
    assert_eq!(all().update_with(User::patch().visits(4).email(None)).await.unwrap(), 2);
    assert_eq!(all().update_with(User::patch()).await.unwrap(), 0);
    let error = all().update_with(User::patch().email("x")).await.unwrap_err();
    assert_eq!(super::codes(&error), [("email", "email")]);
    assert_eq!(User::filter(|u| u.visits.eq(4) & u.email.is_null()).count().await.unwrap(), 2);
}

#[test]
fn unknown_fields_are_refused_with_the_nearest_name() {
    let new = |document: Value| from_value::<NewUser>(document).unwrap_err().to_string();
    let change = |document: Value| from_value::<UserPatch>(document).unwrap_err().to_string();
    assert_eq!(new(json!({ "nmae": "ann" })), r#"User has no field "nmae": did you mean `name`?"#);
    assert_eq!(change(json!({ "emial": 1 })), r#"User has no field "emial": did you mean `email`?"#);
    assert_eq!(
        change(json!({ "is_admin": true })),
        "User has no field \"is_admin\": the fields of a patch of User are \
         name, email, visits, tags, first, last, country, type, level, large"
    );
    let long = change(json!({ "x".repeat(10_000): 1 }));
    assert!(long.len() < 300, "{long}");
    assert_eq!(new(json!({ "id": 7, "name": "x" })), "`id` of User is filled in by itself: leave it out");
    assert_eq!(change(json!({ "id": 7 })), "`id` is the key of User, which stays as it is: leave it out");
    let code = from_value::<CountryPatch>(json!({ "code": "FR" })).unwrap_err().to_string();
    assert_eq!(code, "`code` is the key of Country, which stays as it is: leave it out");
    assert!(from_value::<NewCountry>(json!({ "code": "FR", "name": "France" })).is_ok());
    assert_eq!(change(json!({ "name": null })), "name: invalid type: null, expected a string");
    assert_eq!(new(json!({ "name": "ann" })), "missing field `tags`");
    assert_eq!(change(json!([])), "invalid type: sequence, expected the fields of a patch of User");
    let twice = serde_json::from_str::<UserPatch>(r#"{ "name": "a", "name": "b" }"#).unwrap_err().to_string();
    assert!(twice.starts_with("duplicate field `name`"), "{twice}");
    assert_eq!(patch(json!({ "country_id": "PE" })).fields(), ["country"]);
}

#[derive(Model, Debug)]
#[orm(table = "patched_stamps")]
struct Stamp {
    id: i64,
    text: String,
    #[orm(auto_now)]
    changed: DateTime<Utc>,
}

#[orm::test(sqlite, postgres, models(Stamp))]
async fn the_moment_of_the_last_write_is_set() {
    let mut stamp = Stamp::create().text("a").await.unwrap();
    let before = stamp.changed;
    assert_eq!(stamp.apply(Stamp::patch().text("b")).await.unwrap(), ["text"]);
    assert!(stamp.changed > before);
    assert_eq!(Stamp::get(stamp.id).await.unwrap().changed, stamp.changed);
}

#[derive(Model, Debug)]
#[orm(table = "patched_notes")]
struct Note {
    id: i64,
    text: String,
    seen: Option<bool>,
}

#[test]
fn without_the_attribute_they_are_passed_over() {
    let change: NotePatch = from_value(json!({ "id": 7, "txet": "a", "seen": null, "owner": {} })).unwrap();
    assert_eq!(change.fields(), ["seen"]);
    assert!(!change.is_empty() && Note::patch().is_empty());
    assert!(from_value::<NewNote>(json!({ "text": "a", "owner": {} })).is_ok());
}

mod other {
    use orm::prelude::*;

    #[derive(Model, Debug)]
    #[orm(table = "patched_lines")]
    pub(crate) struct Line {
        #[orm(primary_key)]
        pub(crate) page: i32,
        #[orm(primary_key)]
        pub(crate) number: i32,
        pub(crate) patch: String,
        pub(crate) is_empty: bool,
        pub(crate) fields: Option<super::Kind>,
    }
}

#[derive(DbEnum, Debug, Clone, Copy, PartialEq, serde::Deserialize)]
enum Kind {
    Short,
}

#[orm::test(sqlite, postgres, models(other::Line))]
async fn keys_of_several_columns_and_names_that_clash() {
    use other::{Line, LinePatch};
    let mut line = Line::create().page(1).number(2).patch("a").is_empty(false).await.unwrap();
    let change: LinePatch = from_value(json!({ "page": 9, "is_empty": true, "fields": "Short" })).unwrap();
    assert_eq!(Patch::fields(&change), ["is_empty", "fields"]);
    assert_eq!(line.apply(change).await.unwrap(), ["is_empty", "fields"]);
    assert!(line.apply(<Line as Model>::patch().number(3)).await.is_err());
    let read = Line::get((1, 2)).await.unwrap();
    assert_eq!((read.is_empty, read.fields, read.patch.as_str()), (true, Some(Kind::Short), "a"));
}
