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
         has a unique index that the model does not know, say #[orm(unique)] there, index_where(..) if it is a partial one, or \
         on_constraint(..) with the constraint's name"
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

#[derive(Model, Debug, Clone)]
#[orm(table = "upsert_target_slots", unique(network, address))]
struct Slot {
    id: i64,
    #[orm(unique)]
    prices: orm::value::Range<rust_decimal::Decimal>,
    #[orm(unique)]
    length: orm::value::Interval,
    address: std::net::IpAddr,
    network: orm::value::IpNetwork,
}

fn slot(number: i64) -> NewSlot {
    let start = rust_decimal::Decimal::from(number);
    Slot::create()
        .prices(start..start + rust_decimal::Decimal::ONE)
        .length(orm::value::Interval { months: 0, days: 0, microseconds: number })
        .address("10.0.0.1".parse::<std::net::IpAddr>().unwrap())
        .network(format!("10.0.{number}.0/24").parse::<orm::value::IpNetwork>().unwrap())
}

#[orm::test(sqlite, postgres, models(Slot))]
async fn new_rows_that_collide_with_each_other_by_their_meaning() {
    let decimal = |text: &str| text.parse::<rust_decimal::Decimal>().unwrap();
    let span = |months, days| orm::value::Interval { months, days, microseconds: 0 };
    let refused_for = |error: Error, fields: &str| {
        let expected = format!(
            "the new rows 0 and 2 of Slot have the same {fields}, and a row is updated once: leave one of them out"
        );
        assert_eq!(refused(&error), expected);
    };
    let rows = [slot(1).prices(decimal("1")..decimal("2.50")), slot(2), slot(3).prices(decimal("1.0")..decimal("2.5"))];
    let upsert = Slot::bulk_create(rows).on_conflict(|s| s.prices).do_update(|s| s.length);
    refused_for(orm::testing::assert_queries(0, upsert).await.unwrap_err(), "prices");
    // Databases take a month for 30 days.
    let rows = [slot(1).length(span(1, 0)), slot(2), slot(3).length(span(0, 30))];
    let upsert = Slot::bulk_create(rows).on_conflict(|s| s.length).do_update(|s| s.prices);
    refused_for(orm::testing::assert_queries(0, upsert).await.unwrap_err(), "length");
    let rows = [slot(1), slot(2), slot(3).network("10.0.1.0/24".parse::<orm::value::IpNetwork>().unwrap())];
    let upsert = Slot::bulk_create(rows).on_conflict(|s| (s.network, s.address)).do_update(|s| s.prices);
    refused_for(orm::testing::assert_queries(0, upsert).await.unwrap_err(), "network, address");
    // Those that differ are written.
    let made = Slot::bulk_create([slot(1), slot(2)]).on_conflict(|s| s.prices).do_update(|s| s.length).await.unwrap();
    assert_eq!(made.len(), 2);
    let again = Slot::bulk_create([slot(1), slot(3)]).on_conflict(|s| s.length).do_update(|s| s.address).await.unwrap();
    assert_eq!((again[0].id, Slot::all().count().await.unwrap()), (made[0].id, 3));
}
