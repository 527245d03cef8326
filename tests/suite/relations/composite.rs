//! Primary keys of several columns, and foreign keys to them.

use std::collections::HashMap;

use std::fmt::Write as _;

use chrono::NaiveDate;
use orm::database::Registration;
use orm::prelude::*;
use orm::sql::Dialect;
use orm::testing::assert_queries;
use orm::value::Composite;
use orm::{Db, Error};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Model, Debug, Clone, PartialEq, Serialize, Deserialize)]
#[orm(table = "composite_hall")]
struct Hall {
    id: i64,
    name: String,
    seats: HasMany<Seat>,
}

#[derive(Model, Debug, Clone, PartialEq, Serialize, Deserialize)]
#[orm(table = "composite_seat")]
struct Seat {
    #[orm(primary_key, on_delete = cascade)]
    hall: ForeignKey<Hall>,
    #[orm(primary_key, max_length = 20)]
    row: String,
    #[orm(primary_key)]
    number: i32,
    #[orm(default = 1)]
    class: i16,
    tickets: HasMany<Ticket>,
    cushion: HasOne<Cushion>,
    extras: ManyToMany<Extra>,
}

#[derive(Model, Debug, Clone, PartialEq, Serialize, Deserialize)]
#[orm(table = "composite_ticket")]
struct Ticket {
    id: i64,
    #[orm(on_delete = cascade)]
    seat: Option<ForeignKey<Seat>>,
    price: i64,
}

#[derive(Model, Debug, Clone, PartialEq, Serialize, Deserialize)]
#[orm(table = "composite_cushion")]
struct Cushion {
    id: i64,
    #[orm(on_delete = protect)]
    seat: OneToOne<Seat>,
    colour: String,
}

#[derive(Model, Debug, Clone, PartialEq, Serialize, Deserialize)]
#[orm(table = "composite_extra")]
struct Extra {
    id: i64,
    name: String,
    #[orm(via = extras)]
    seats: ManyToMany<Seat>,
}

/// Every kind of part that SQLite keeps in its own way.
#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "composite_reading")]
struct Reading {
    #[orm(primary_key)]
    sensor: Uuid,
    #[orm(primary_key)]
    day: NaiveDate,
    #[orm(primary_key)]
    number: i16,
    value: f64,
    notes: HasMany<Note>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "composite_note")]
struct Note {
    id: i64,
    reading: ForeignKey<Reading>,
    text: String,
}

/// A tree by a key of two columns.
#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "composite_part")]
struct Part {
    #[orm(primary_key)]
    kind: String,
    #[orm(primary_key)]
    number: i64,
    whole: Option<ForeignKey<Part>>,
    parts: HasMany<Part>,
}

/// A row for each hall at most, with the hall's own key.
#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "composite_lease")]
struct Lease {
    #[orm(primary_key)]
    hall: OneToOne<Hall>,
    rent: i64,
}

/// Nothing but a key.
#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "composite_pair")]
struct Pair {
    #[orm(primary_key)]
    one: i64,
    #[orm(primary_key)]
    two: i64,
}

#[derive(Field, Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Year(i16);

#[derive(Field, Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Day(NaiveDate);

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "composite_season")]
struct Season {
    #[orm(primary_key)]
    year: Year,
    #[orm(primary_key)]
    day: Day,
}

/// One for a seat, with the seat's own key.
#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "composite_plate", check(not_the_first = |p| p.seat.not_in([(0, "A", 1), (0, "A", 2)])))]
struct Plate {
    #[orm(primary_key)]
    seat: OneToOne<Seat>,
    text: String,
}

/// Points at a key that is a foreign key of several columns.
#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "composite_screw")]
struct Screw {
    id: i64,
    plate: ForeignKey<Plate>,
}

#[derive(Model, Debug)]
#[orm(table = "composite_clash")]
struct Clash {
    id: i64,
    seat: ForeignKey<Seat>,
    seat_number: i32,
}

const TABLES: &[Registration] =
    orm::models![Hall, Seat, Ticket, Cushion, Extra, Reading, Note, Part, Lease, Pair, Season, Plate, Screw];

/// Two halls of four seats, and tickets for some of them.
async fn halls() -> [Hall; 2] {
    let [large, small] = [Hall::create().name("large").await.unwrap(), Hall::create().name("small").await.unwrap()];
    let seat = |hall: &Hall, row: &str, number| Seat::create().hall(hall).row(row).number(number);
    let seats = [&large, &small]
        .into_iter()
        .flat_map(|hall| ["A", "B"].map(|row| [1, 2].map(|number| seat(hall, row, number))));
    Seat::bulk_create(seats.flatten()).await.unwrap();
    let ticket =
        |hall: &Hall, row: &str, number: i32, price| Ticket::create().seat((hall.id, row, number)).price(price);
    Ticket::bulk_create([ticket(&large, "A", 1, 10), ticket(&large, "A", 1, 12), ticket(&small, "B", 2, 7)])
        .await
        .unwrap();
    Ticket::create().price(1).await.unwrap();
    [large, small]
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn rows_by_their_keys() {
    let [large, small] = halls().await;
    let mut seat = Seat::get((large.id, "A", 2)).await.unwrap();
    assert_eq!(seat.key(), (large.id, "A".to_owned(), 2));
    let Composite((hall, row, number)) = seat.key();
    assert_eq!((hall, row.as_str(), number), (large.id, "A", 2));
    seat.class = 2;
    seat.save().await.unwrap();
    assert_eq!(Seat::filter(|s| s.class.eq(2)).count().await.unwrap(), 1);
    seat.update(|s| s.class.set(s.class + 1)).await.unwrap();
    assert_eq!(seat.class, 3);
    seat.refresh().await.unwrap();
    assert_eq!((seat.class, seat.number), (3, 2));
    assert!(Seat::filter(|s| s.class.ge(1)).contains(&seat).await.unwrap());
    let in_order = || Seat::all().order_by(|s| (s.hall, s.row, s.number));
    assert!(in_order().limit(2).contains(&seat).await.unwrap());
    assert!(!in_order().limit(1).contains(&seat).await.unwrap());
    seat.delete().await.unwrap();
    assert!(matches!(Seat::get((large.id, "A", 2)).await, Err(Error::DoesNotExist { model: "Seat" })));
    assert!(matches!(seat.save().await, Err(Error::DoesNotExist { model: "Seat" })));
    assert_eq!(Seat::get_or_none((large.id, "A", 2)).await.unwrap(), None);
    assert_eq!(Seat::all().count().await.unwrap(), 7);
    let first = Seat::all().first().await.unwrap().unwrap();
    assert_eq!((first.row.as_str(), first.number), ("A", 1));
    let last = Seat::all().last().await.unwrap().unwrap();
    assert_eq!(last.key(), (small.id, "B".to_owned(), 2));
    let found: HashMap<_, Seat> =
        Seat::all().in_bulk([(large.id, "A", 1), (small.id, "B", 2), (small.id, "Z", 9)]).await.unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!(found[&(small.id, "B".to_owned(), 2)].hall, ForeignKey::from(&small));
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn changes_of_many_rows_at_once() {
    let [large, small] = halls().await;
    // By the hall's name, which takes a subquery of keys.
    let raised = Seat::filter(|s| s.hall.name.eq("small")).update(|s| s.class.set(5)).await.unwrap();
    assert_eq!(raised, 4);
    assert_eq!(Seat::filter(|s| s.class.eq(5)).order_by(|s| s.row).limit(2).delete().await.unwrap(), 2);
    let left = Seat::filter(|s| s.hall.eq(&small)).values(|s| (s.row, s.number)).await.unwrap();
    assert_eq!(left, [("B".to_owned(), 1), ("B".to_owned(), 2)]);
    Ticket::filter(|t| t.price.eq(1)).update(|t| t.seat.set((large.id, "B", 1))).await.unwrap();
    assert_eq!(Ticket::filter(|t| t.seat.eq((large.id, "B", 1))).count().await.unwrap(), 1);
    Ticket::filter(|t| t.price.gt(9)).update(|t| t.seat.set(None)).await.unwrap();
    assert_eq!(Ticket::filter(|t| t.seat.is_null()).count().await.unwrap(), 2);
    assert_eq!(Ticket::filter(|t| t.seat.is_not_null()).count().await.unwrap(), 2);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn foreign_keys_compared() {
    let [large, small] = halls().await;
    let seat = Seat::get((large.id, "A", 1)).await.unwrap();
    let prices =
        async |query: orm::query::QuerySet<Ticket>| query.order_by(|t| t.price).values(|t| t.price).await.unwrap();
    assert_eq!(prices(Ticket::filter(|t| t.seat.eq(&seat))).await, [10, 12]);
    assert_eq!(prices(Ticket::filter(|t| t.seat.ne(&seat))).await, [7]);
    assert_eq!(prices(Ticket::exclude(|t| t.seat.eq(&seat))).await, [1, 7]);
    assert_eq!(prices(Ticket::filter(|t| t.seat.eq(None))).await, [1]);
    assert_eq!(prices(Ticket::filter(|t| t.seat.ne(None))).await, [7, 10, 12]);
    assert_eq!(prices(Ticket::filter(|t| t.seat.is_distinct_from(&seat))).await, [1, 7]);
    assert_eq!(prices(Ticket::filter(|t| t.seat.is_not_distinct_from(&seat))).await, [10, 12]);
    let both = [(large.id, "A", 1), (small.id, "B", 2)];
    assert_eq!(prices(Ticket::filter(|t| t.seat.in_(both))).await, [7, 10, 12]);
    assert_eq!(prices(Ticket::filter(|t| t.seat.not_in([&seat]))).await, [7]);
    let none: [&Seat; 0] = [];
    assert_eq!(prices(Ticket::filter(|t| t.seat.in_(none))).await, [0_i64; 0]);
    assert_eq!(prices(Ticket::filter(|t| t.seat.hall.name.eq("large") & t.seat.number.eq(1))).await, [10, 12]);
    assert_eq!(prices(Ticket::filter(|t| t.seat.hall.eq(&small))).await, [7]);
    let seats = Ticket::all().order_by(|t| (t.seat, t.price)).values(|t| t.seat).await.unwrap();
    let key = |hall: &Hall, row: &str, number| Some(Composite((hall.id, row.to_owned(), number)));
    assert_eq!(seats, [key(&large, "A", 1), key(&large, "A", 1), key(&small, "B", 2), None]);
    let distinct = Ticket::all().values(|t| t.seat).distinct().await.unwrap();
    assert_eq!(distinct.len(), 3);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn questions_about_the_other_side() {
    let [large, small] = halls().await;
    let sold = Seat::filter(|s| s.tickets.any(|t| t.price.gt(8))).await.unwrap();
    assert_eq!(sold.iter().map(Model::key).collect::<Vec<_>>(), [Composite((large.id, "A".to_owned(), 1))]);
    assert_eq!(Seat::filter(|s| s.tickets.is_empty()).count().await.unwrap(), 6);
    let sums = Hall::all()
        .order_by(|h| h.id)
        .values(|h| (h.name, h.seats.count(), h.seats.filter(|s| s.tickets.exists()).count()))
        .await
        .unwrap();
    assert_eq!(sums, [("large".to_owned(), 4, 1), ("small".to_owned(), 4, 1)]);
    let takings = Seat::filter(|s| s.hall.eq(&small)).order_by(|s| s.tickets.sum(|t| t.price).desc().nulls_last());
    let takings = takings.values(|s| s.tickets.sum(|t| t.price)).await.unwrap();
    assert_eq!(takings, [Some(7), None, None, None]);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn loaded_in_one_query_a_level() {
    let [large, small] = halls().await;
    let halls = assert_queries(3, async {
        Hall::all()
            .order_by(|h| h.id)
            .prefetch_related(|h| h.seats.with(Seat::all().prefetch_related(|s| s.tickets)))
            .await
    });
    let halls = halls.await.unwrap();
    let count =
        |hall: &Hall| hall.seats.get().unwrap().iter().map(|seat| seat.tickets.get().unwrap().len()).sum::<usize>();
    assert_eq!(halls.iter().map(count).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(halls[0].seats.get().unwrap().len(), 4);

    let tickets = Ticket::all().order_by(|t| t.id).await.unwrap();
    assert_queries(1, async {
        for ticket in &tickets {
            let Some(seat) = &ticket.seat else { continue };
            assert_eq!(seat.load().await.unwrap().key(), *seat.id());
        }
    })
    .await;
    let joined = Ticket::all().order_by(|t| t.id).select_related(|t| t.seat.hall).await.unwrap();
    let names: Vec<_> = joined
        .iter()
        .map(|ticket| ticket.seat.as_ref().map(|seat| seat.get().unwrap().hall.get().unwrap().name.clone()))
        .collect();
    assert_eq!(names, [Some("large".to_owned()), Some("large".to_owned()), Some("small".to_owned()), None]);
    let first = Seat::all()
        .prefetch_related(|s| s.tickets.with(Ticket::all().order_by(|t| t.price.desc()).limit(1)))
        .await
        .unwrap();
    let dearest = first.iter().find(|seat| seat.key() == (large.id, "A".to_owned(), 1)).unwrap();
    assert_eq!(dearest.tickets.picked().unwrap()[0].price, 12);
    let mut seats = Seat::filter(|s| s.hall.eq(&small)).await.unwrap();
    orm::prefetch(&mut seats, |s| (s.hall, s.tickets, s.cushion)).await.unwrap();
    assert!(seats.iter().all(|seat| seat.hall.get().unwrap().name == "small" && seat.cushion.get().unwrap().is_none()));
    let mut streamed = Seat::all().prefetch_related(|s| s.tickets).stream();
    let mut total = 0;
    while let Some(seat) = streamed.try_next().await.unwrap() {
        total += seat.tickets.get().unwrap().len();
    }
    assert_eq!(total, 3);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn other_sides_changed() {
    let [large, small] = halls().await;
    let seat = Seat::get((large.id, "B", 2)).await.unwrap();
    let ticket = seat.tickets.create(Ticket::create().price(30)).await.unwrap();
    assert_eq!(ticket.seat, Some(ForeignKey::from(&seat)));
    let old = Ticket::filter(|t| t.price.in_([10, 12])).await.unwrap();
    assert_eq!(seat.tickets.add(&old).await.unwrap(), 2);
    assert_eq!(seat.tickets.query().count().await.unwrap(), 3);
    assert_eq!(seat.tickets.remove([&ticket]).await.unwrap(), 1);
    seat.tickets.set([&ticket]).await.unwrap();
    assert_eq!(seat.tickets.query().values(|t| t.price).await.unwrap(), [30]);
    seat.tickets.clear().await.unwrap();
    assert!(!seat.tickets.query().exists().await.unwrap());

    let lamp = Extra::create().name("lamp").await.unwrap();
    assert_eq!(seat.extras.add([&lamp]).await.unwrap(), 1);
    assert_eq!(seat.extras.add([lamp.id]).await.unwrap(), 0);
    assert_eq!(lamp.seats.add([(small.id, "A", 1), (small.id, "A", 2)]).await.unwrap(), 2);
    let rug =
        small.seats.query().first().await.unwrap().unwrap().extras.create(Extra::create().name("rug")).await.unwrap();
    let named = Seat::filter(|s| s.extras.any(|e| e.name.eq("rug"))).await.unwrap();
    assert_eq!(named[0].key(), (small.id, "A".to_owned(), 1));
    let extras = Extra::all().order_by(|e| e.id).prefetch_related(|e| e.seats).await.unwrap();
    assert_eq!(extras.iter().map(|extra| extra.seats.get().unwrap().len()).collect::<Vec<_>>(), [3, 1]);
    let seats = Seat::all().prefetch_related(|s| s.extras).await.unwrap();
    assert_eq!(seats.iter().map(|seat| seat.extras.get().unwrap().len()).sum::<usize>(), 4);
    lamp.seats.set([(large.id, "A", 1)]).await.unwrap();
    assert_eq!(lamp.seats.query().values(|s| (s.row, s.number)).await.unwrap(), [("A".to_owned(), 1)]);
    assert_eq!(rug.seats.clear().await.unwrap(), 1);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn errors_name_the_field() {
    let [large, _] = halls().await;
    let twice = Seat::create().hall(&large).row("A").number(1).await.unwrap_err();
    let Error::UniqueViolation { model, fields, constraint } = twice else { panic!("{twice}") };
    assert_eq!((model.as_str(), constraint.as_deref()), ("Seat", Some("composite_seat_pkey")));
    assert_eq!(fields, ["hall", "row", "number"]);
    let nowhere = Ticket::create().seat((large.id, "Q", 1)).price(1).await.unwrap_err();
    let Error::ForeignKeyViolation { model, fields, constraint } = nowhere else { panic!("{nowhere}") };
    assert_eq!((model.as_str(), fields.as_slice()), ("Ticket", ["seat".to_owned()].as_slice()));
    assert_eq!(constraint.as_deref(), Some("composite_ticket_seat_id_fkey"));
    Cushion::create().seat((large.id, "A", 1)).colour("red").await.unwrap();
    let taken = Cushion::create().seat((large.id, "A", 1)).colour("blue").await.unwrap_err();
    let Error::UniqueViolation { fields, constraint, .. } = taken else { panic!("{taken}") };
    assert_eq!(
        (fields.as_slice(), constraint.as_deref()),
        (["seat".to_owned()].as_slice(), Some("composite_cushion_seat_id_key"))
    );
    let kept = Seat::get((large.id, "A", 1)).await.unwrap().delete().await.unwrap_err();
    assert!(kept.to_string().ends_with("Cushion 1 by seat"), "{kept}");
    Cushion::all().delete().everything().await.unwrap();
    let counts = Hall::filter(|h| h.id.eq(large.id)).delete().with_counts().await.unwrap();
    assert_eq!(counts, [("Hall", 1), ("Seat", 4), ("Ticket", 2)]);
    let bad = Seat::create().hall(&large).row("a\0b").number(1).await.unwrap_err();
    assert!(matches!(bad, Error::InvalidValue { model: "Seat", field: "row", .. }), "{bad}");
    let bad = Ticket::filter(|t| t.seat.in_([(1, "a\0b", 1)])).await.unwrap_err();
    assert!(bad.to_string().contains("NUL"), "{bad}");
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn half_of_a_key_is_refused(db: Db) {
    let [large, _] = halls().await;
    let half = format!("UPDATE composite_ticket SET seat_hall_id = {} WHERE price = 1", large.id);
    let error = orm::execute(half, ()).using(&db).await.unwrap_err();
    assert!(matches!(error, Error::CheckViolation { .. }), "{error}");
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn parts_of_every_type() {
    let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
    let sensors = [Uuid::now_v7(), Uuid::now_v7()];
    let new = |sensor, at, number| Reading::create().sensor(sensor).day(day(at)).number(number).value(0.5);
    let all = sensors
        .into_iter()
        .flat_map(|sensor| [1, 2].into_iter().flat_map(move |at| [-1, 7].map(|number| new(sensor, at, number))));
    let readings = Reading::bulk_create(all).await.unwrap();
    let texts = readings
        .iter()
        .enumerate()
        .map(|(index, reading)| Note::create().reading(reading).text(format!("note {index}")));
    Note::bulk_create(texts).await.unwrap();
    let found = Reading::all().prefetch_related(|r| r.notes).in_bulk(readings.iter().skip(3)).await.unwrap();
    assert_eq!(found.len(), 5);
    for (index, reading) in readings.iter().enumerate().skip(3) {
        assert_eq!(found[&reading.key()].notes.get().unwrap()[0].text, format!("note {index}"));
    }
    let notes = Note::all().prefetch_related(|n| n.reading).await.unwrap();
    assert!(notes.iter().all(|note| note.reading.get().unwrap().key() == *note.reading.id()));
    let named = Note::filter(|n| n.reading.in_([(sensors[1], day(2), -1)])).get().await.unwrap();
    assert_eq!(named.text, "note 6");
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn hostile_keys() {
    for kind in ["", "'", "\"", "\\", "%", "[1,2]", "{\"a\":1}", "1", "null", "\u{1F980}"] {
        Part::create().kind(kind).number(i64::MAX).await.unwrap();
        let part = Part::get((kind, i64::MAX)).await.unwrap();
        let child = part.parts.create(Part::create().kind(kind).number(i64::MIN)).await.unwrap();
        assert_eq!(child.whole.as_ref().unwrap().load_one().await.unwrap().kind, kind);
        assert_eq!(Part::all().in_bulk([(kind, i64::MAX), (kind, 5)]).await.unwrap().len(), 1);
        assert_eq!(Part::filter(|p| p.whole.in_([&part])).count().await.unwrap(), 1);
        assert_eq!(Part::filter(|p| p.whole.number.eq(i64::MAX) & p.whole.kind.eq(kind)).count().await.unwrap(), 1);
    }
    let parts = Part::all().prefetch_related(|p| p.parts).select_related(|p| p.whole).await.unwrap();
    assert_eq!(parts.iter().map(|part| part.parts.get().unwrap().len()).sum::<usize>(), 10);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn many_keys_at_once() {
    const COUNT: i64 = 20_000;
    let new = |number: i64| {
        let whole = (number > 0).then(|| ForeignKey::new(Composite(("screw".to_owned(), number / 2))));
        Part::create().kind("screw").number(number).whole(whole)
    };
    let parts: Vec<_> = Part::bulk_create((0..COUNT).map(new)).await.unwrap();
    let found = Part::all().in_bulk(&parts).await.unwrap();
    assert_eq!(found.len(), parts.len());
    let loaded = Part::all().order_by(|p| p.number).prefetch_related(|p| (p.parts, p.whole)).await.unwrap();
    let numbers = |part: &Part| part.parts.get().unwrap().iter().map(|part| part.number).collect::<Vec<_>>();
    assert_eq!((numbers(&loaded[0]), numbers(&loaded[700])), (vec![1], vec![1400, 1401]));
    assert_eq!(loaded.iter().map(|part| part.parts.get().unwrap().len()).sum::<usize>(), parts.len() - 1);
    assert!(loaded[1..].iter().all(|part| part.whole.as_ref().unwrap().get().unwrap().number == part.number / 2));
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn a_foreign_key_that_is_the_key() {
    let [large, small] = halls().await;
    Lease::create().hall(&large).rent(100).await.unwrap();
    let lease = Lease::get(large.id).await.unwrap();
    assert_eq!((lease.key(), lease.rent), (large.id, 100));
    assert!(matches!(Lease::create().hall(&large).rent(1).await, Err(Error::UniqueViolation { .. })));
    assert!(Lease::get_or_none(small.id).await.unwrap().is_none());
    assert_eq!(lease.hall.load().await.unwrap().name, "large");
    assert_eq!(Lease::filter(|l| l.hall.name.eq("large")).count().await.unwrap(), 1);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn a_row_whose_key_has_changed() {
    let [large, small] = halls().await;
    let mut seat = Seat::get((large.id, "A", 1)).await.unwrap();
    Ticket::filter(|t| t.seat.eq(&seat)).delete().await.unwrap();
    seat.update(|s| s.number.set(9)).await.unwrap();
    // Somebody else has the key now that the row had.
    Seat::create().hall(&large).row("A").number(1).await.unwrap();
    let ticket = seat.tickets.create(Ticket::create().price(4)).await.unwrap();
    assert_eq!(*ticket.seat.unwrap().id(), (large.id, "A".to_owned(), 9));
    assert_eq!(seat.tickets.load().await.unwrap().len(), 1);
    seat.update(|s| s.hall.set(&small)).await.unwrap_err();
    let mut lease = Lease::create().hall(&large).rent(1).await.unwrap();
    lease.update(|l| l.hall.set(&small)).await.unwrap();
    assert_eq!(lease.hall.load().await.unwrap().name, "small");
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn a_row_that_is_only_a_key() {
    let mut pair = Pair::create().one(1).two(2).await.unwrap();
    pair.save().await.unwrap();
    Pair::all().delete().everything().await.unwrap();
    assert!(matches!(pair.save().await, Err(Error::DoesNotExist { model: "Pair" })));
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn keys_of_newtypes_and_of_other_keys() {
    let [large, _] = halls().await;
    Season::create().year(Year(2026)).day(Day(NaiveDate::MIN)).await.unwrap_err();
    let day = NaiveDate::from_ymd_opt(2026, 1, 2).unwrap();
    Season::create().year(Year(2026)).day(Day(day)).await.unwrap();
    assert_eq!(Season::get((Year(2026), Day(day))).await.unwrap().key().0.0, Year(2026));
    Lease::create().hall(&large).rent(5).await.unwrap();
    let plate = Plate::create().seat((large.id, "A", 1)).text("reserved").await.unwrap();
    assert_eq!(plate.key(), (large.id, "A".to_owned(), 1));
    assert_eq!(Plate::get((large.id, "A", 1)).await.unwrap().seat.load().await.unwrap().number, 1);
    let screw = Screw::create().plate(plate.seat.id()).await.unwrap();
    assert_eq!(Screw::filter(|s| s.plate.seat.hall.name.eq("large")).get().await.unwrap(), screw);
    assert!(matches!(Plate::create().seat((large.id, "A", 1)).text("x").await, Err(Error::UniqueViolation { .. })));
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn limits_of_the_parts() {
    let [large, _] = halls().await;
    let long = "x".repeat(21);
    let refused = |error: Error| match error {
        Error::Validation { problems, .. } => assert_eq!(problems.of("seat").count(), 1),
        other => panic!("{other:?}"),
    };
    refused(Ticket::create().seat((large.id, long.as_str(), 1)).price(1).await.unwrap_err());
    let mut ticket = Ticket::all().first().await.unwrap().unwrap();
    refused(ticket.update(|t| t.seat.set((large.id, long.as_str(), 1))).await.unwrap_err());
    refused(Ticket::all().update(|t| t.seat.set((large.id, long.as_str(), 1))).await.unwrap_err());
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn in_statements_of_ones_own(db: Db) {
    let [large, _] = halls().await;
    let key = Composite((large.id, "A".to_owned(), 1));
    let sql = "SELECT id, seat_hall_id, seat_row, seat_number FROM composite_ticket \
               WHERE (seat_hall_id, seat_row, seat_number) = ($1, $2, $3) ORDER BY id";
    let rows = orm::raw::<(i64, Composite<(i64, String, i32)>)>(sql, (key.clone(),)).using(&db).await.unwrap();
    assert_eq!(rows, [(1, key.clone()), (2, key)]);
    let seats = Seat::raw("SELECT * FROM composite_seat WHERE row = $1", ("A",)).await.unwrap();
    assert_eq!(seats.len(), 4);
}

#[orm::test(sqlite, postgres, models = &[])]
async fn two_fields_of_one_column(db: Db) {
    let error = db.create_tables_of(orm::models![Hall, Seat, Clash]).await.unwrap_err().to_string();
    assert!(error.contains("Clash.seat and Clash.seat_number have the same column \"seat_number\""), "{error}");
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn in_documents() {
    let [large, _] = halls().await;
    let ticket = Ticket::filter(|t| t.price.eq(10)).get().await.unwrap();
    let document = serde_json::to_value(&ticket).unwrap();
    assert_eq!(document, serde_json::json!({ "id": ticket.id, "seat": [large.id, "A", 1], "price": 10 }));
    assert_eq!(serde_json::from_value::<Ticket>(document).unwrap(), ticket);
    let loaded = Ticket::filter(|t| t.price.eq(10)).select_related(|t| t.seat.hall).get().await.unwrap();
    let document = serde_json::to_value(&loaded).unwrap();
    assert_eq!(document["seat"]["hall"]["name"], "large");
    assert_eq!(serde_json::from_value::<Ticket>(document).unwrap(), ticket);
    let lacking = serde_json::json!({ "id": 1, "seat": { "hall": 1, "row": "A" }, "price": 1 });
    assert!(serde_json::from_value::<Ticket>(lacking).unwrap_err().to_string().contains("number"));
    let new: NewTicket = serde_json::from_value(serde_json::json!({ "seat": [large.id, "B", 1], "price": 3 })).unwrap();
    assert_eq!(new.await.unwrap().seat.unwrap().id().2, 1);
    let new: NewSeat =
        serde_json::from_value(serde_json::json!({ "hall": large.id, "row": "C", "number": 1 })).unwrap();
    assert_eq!(new.await.unwrap().class, 1);
}

/// The text for each dialect: no name is longer and no text depends on how many keys there are.
#[test]
fn text() {
    let mut text = String::new();
    for dialect in [Dialect::Postgres, Dialect::Sqlite] {
        for table in [Seat::TABLE, Ticket::TABLE, Cushion::TABLE] {
            writeln!(text, "{}", orm::sql::create_table(dialect, table, Vec::new(), |_| true).unwrap()).unwrap();
            orm::sql::create_indexes(dialect, table).into_iter().for_each(|index| writeln!(text, "{index}").unwrap());
        }
        let queries = [
            Ticket::filter(|t| t.seat.in_([(1, "A", 1), (1, "A", 2)]) & t.seat.class.gt(1)),
            Ticket::filter(|t| t.seat.is_null() | t.seat.ne((1, "A", 1)) | t.seat.is_not_distinct_from(None)),
            Ticket::all().order_by(|t| t.seat.desc().nulls_first()),
        ];
        queries.iter().for_each(|query| writeln!(text, "{}", query.to_sql_for(dialect)).unwrap());
        let seats = Seat::filter(|s| s.tickets.count().gt(1) & s.extras.exists()).order_by(|s| s.row);
        writeln!(text, "{}", seats.to_sql_for(dialect)).unwrap();
    }
    insta::assert_snapshot!(text);
}
