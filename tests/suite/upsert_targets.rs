//! What an upsert can collide with: the key, and what is unique.

use orm::Error;
use orm::prelude::*;

#[derive(Model, Debug, Clone)]
#[orm(table = "upsert_targets", unique(first, last))]
struct Person {
    id: i64,
    #[orm(unique)]
    email: String,
    first: String,
    last: String,
    age: i16,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "upsert_target_seats")]
struct Seat {
    #[orm(primary_key)]
    row: i32,
    #[orm(primary_key)]
    place: String,
    taken: bool,
}

fn person() -> NewPerson {
    Person::create().email("a").first("ann").last("x").age(1)
}

fn refused(error: &Error) -> String {
    let Error::Unsupported { reason } = error else { panic!("{error:?}") };
    reason.clone()
}

#[orm::test(sqlite, postgres, models(Person, Seat))]
async fn what_is_not_unique_is_refused_before_anything_is_sent() {
    let upsert = person().on_conflict(|p| p.age).do_update(|p| p.email);
    let error = orm::testing::assert_queries(0, upsert).await.unwrap_err();
    assert_eq!(
        refused(&error),
        "on_conflict of Person names age, in which rows may be alike: unique are id, email, (first, last). Where the database \
         has a unique index that the model does not know, say #[orm(unique)] there, or index_where(..) if it is a partial one"
    );
    let upsert = Person::bulk_create([person()]).on_conflict(|p| (p.email, p.age)).do_nothing();
    let error = orm::testing::assert_queries(0, upsert).await.unwrap_err();
    assert!(refused(&error).starts_with("on_conflict of Person names (email, age), "), "{error}");
    // A part of an index is none.
    assert!(person().on_conflict(|p| p.first).do_nothing().await.is_err());
    let error = Seat::create().row(1).place("a").taken(true).on_conflict(|s| s.row).do_nothing().await.unwrap_err();
    assert!(refused(&error).contains("unique are (row, place). "), "{error}");
}

#[orm::test(sqlite, postgres, models(Person, Seat))]
async fn what_is_unique_is_taken_in_any_order() {
    let first = person().on_conflict(|p| (p.last, p.first)).do_update(|p| p.age).await.unwrap();
    let again = person().age(2).on_conflict(|p| (p.first, p.last)).do_update(|p| p.age).await.unwrap();
    assert_eq!((again.id, again.age), (first.id, 2));
    assert!(person().id(first.id).on_conflict(|p| p.id).do_nothing().await.unwrap().is_none());
    assert!(person().on_conflict(|p| p.email).do_nothing().await.unwrap().is_none());
    let seat = || Seat::create().row(1).place("a").taken(true);
    assert!(seat().on_conflict(|s| (s.place, s.row)).do_nothing().await.unwrap().is_some());
    assert!(seat().on_conflict(|s| (s.row, s.place)).do_nothing().await.unwrap().is_none());
    assert_eq!(Seat::bulk_create([seat()]).ignore_conflicts().await.unwrap().len(), 0);
}
