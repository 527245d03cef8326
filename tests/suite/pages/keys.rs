//! Models whose keys are not one number, and rows that are reached through others.

use orm::prelude::*;
use orm::value::Interval;
use rust_decimal::Decimal;

use super::Mood;

#[derive(Model, Debug, Clone)]
#[orm(table = "page_seat")]
struct Seat {
    #[orm(primary_key)]
    row: String,
    #[orm(primary_key)]
    number: i32,
    price: i32,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "page_ticket")]
struct Ticket {
    id: i64,
    seat: Option<ForeignKey<Seat>>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "page_label")]
struct Label {
    name: String,
    #[orm(primary_key)]
    code: String,
    things: ManyToMany<Thing>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "page_thing", ordering = "-name")]
struct Thing {
    id: i64,
    #[orm(unique)]
    name: String,
    #[orm(via = things)]
    labels: ManyToMany<Label>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "page_offer")]
struct Offer {
    id: uuid::Uuid,
    price: Decimal,
    mood: Mood,
    host: std::net::IpAddr,
    span: Interval,
    at: chrono::DateTime<chrono::Utc>,
    bytes: Vec<u8>,
}

macro_rules! walk {
    ($query:expr) => {{
        let query = $query;
        let mut page = query.clone().paginate(2).await.unwrap();
        let mut all = std::mem::take(&mut page.items);
        while page.next.is_some() {
            page = query.clone().paginate(2).at(&page.next).await.unwrap();
            all.append(&mut page.items);
        }
        all
    }};
}

#[orm::test(sqlite, postgres, models(Seat, Ticket))]
async fn keys_of_several_columns_decide_between_equals() {
    for (row, number) in [("a", 1), ("a", 2), ("b", 1), ("b", 2), ("c", 1)] {
        Seat::create().row(row).number(number).price(7).await.unwrap();
    }
    let seats = walk!(Seat::all().order_by(|s| s.price.desc()).values(|s| (s.row, s.number)));
    let expected = [("c", 1), ("b", 2), ("b", 1), ("a", 2), ("a", 1)].map(|(row, number)| (row.to_owned(), number));
    assert_eq!(seats, expected);
    assert_eq!(walk!(Seat::all()).len(), 5);

    for seat in Seat::all().order_by(|s| s.number).await.unwrap() {
        Ticket::create().seat(&seat).await.unwrap();
        Ticket::create().seat(None).await.unwrap();
    }
    for order in [
        |t: &Fields<Ticket>| t.seat.asc(),
        |t: &Fields<Ticket>| t.seat.desc(),
        |t: &Fields<Ticket>| t.seat.desc().nulls_last(),
    ] {
        let query = Ticket::all().order_by(|t| (order(t), t.id));
        let all: Vec<i64> = query.clone().values(|t| t.id).await.unwrap();
        assert_eq!(walk!(query.values(|t| t.id)), all);
    }
}

#[orm::test(sqlite, postgres, models(Thing, Label))]
async fn the_rows_of_a_relation_have_pages_too() {
    let label = Label::create().name("red").code("r").await.unwrap();
    for name in ["a", "b", "c", "d", "e"] {
        let thing = Thing::create().name(name).await.unwrap();
        label.things.add([&thing]).await.unwrap();
    }
    // The model's own order, which a unique column ends.
    let names = walk!(label.things.query().values(|t| t.name));
    assert_eq!(names, ["e", "d", "c", "b", "a"]);
    assert_eq!(walk!(Label::all().values(|l| l.code)), ["r"]);
    let page = label.things.query().page(2, 2).await.unwrap();
    assert_eq!((page.total, page.items[0].name.as_str()), (5, "c"));
    let distinct = walk!(Thing::all().values(|t| t.name).distinct().order_by(|t| t.name));
    assert_eq!(distinct, ["a", "b", "c", "d", "e"]);
    assert_eq!(walk!(Thing::all().distinct()).len(), 5);
}

#[orm::test(sqlite, postgres, models(Offer))]
async fn what_is_compared_in_its_own_way_stays_so() {
    for number in 0..12_i64 {
        let mood = [Mood::Bright, Mood::Sour, Mood::Fine][usize::try_from(number % 3).unwrap()];
        let new = Offer::create().price(Decimal::new(9 + number / 2, 1)).mood(mood);
        let host = std::net::IpAddr::from([10, 0, 0, u8::try_from(8 + number / 3).unwrap()]);
        let span = Interval { months: 0, days: 0, microseconds: (8 + number / 4) * 3_600_000_000 };
        let at = chrono::DateTime::from_timestamp_micros(number / 5).unwrap();
        new.host(host).span(span).at(at).bytes(vec![u8::try_from(number / 6).unwrap()]).await.unwrap();
    }
    let orders: [fn(&Fields<Offer>) -> Vec<Order<Offer>>; 6] = [
        |o| vec![o.price.asc(), o.id.asc()],
        |o| vec![o.mood.desc(), o.id.desc()],
        |o| vec![o.host.asc(), o.price.asc(), o.id.asc()],
        |o| vec![o.span.desc(), o.mood.desc(), o.id.desc()],
        |o| vec![o.at.asc(), o.bytes.asc(), o.id.asc()],
        |o| vec![o.bytes.desc(), o.host.asc(), o.id.asc()],
    ];
    for order in orders {
        let query = Offer::all().order_by(order).values(|o| o.id);
        assert_eq!(walk!(query.clone()), query.clone().await.unwrap(), "{}", query.to_sql());
    }
}
