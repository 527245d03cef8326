use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Timestamp};
use orm::Error;
use orm::prelude::*;
use proptest::prelude::*;

use super::harness::round_trips;
use super::times::MICROS;

fn moments() -> impl Strategy<Value = Timestamp> {
    // The crate ends a day before the year 10000 does.
    let end = MICROS.end - super::times::MICROS_PER_DAY;
    (MICROS.start..end).prop_map(|micros| Timestamp::from_microsecond(micros).unwrap())
}

fn civil() -> impl Strategy<Value = DateTime> {
    moments().prop_map(|moment| jiff::tz::Offset::UTC.to_datetime(moment))
}

round_trips! {
    date("round_trips_jiff_date", Date) => civil().prop_map(|moment| moment.date());
    clock("round_trips_jiff_time", Time) => civil().prop_map(|moment| moment.time());
    timestamp("round_trips_jiff_civil", DateTime) => civil();
    moment("round_trips_jiff_timestamp", Timestamp) => moments();
    span("round_trips_jiff_duration", SignedDuration) => any::<i64>().prop_map(SignedDuration::from_micros);
    moments("round_trips_jiff_timestamps", Vec<Timestamp>) => proptest::collection::vec(super::moments(), 0..4);
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "round_trips_jiff_edges")]
struct Edge {
    id: i64,
    date: Option<Date>,
    moment: Option<Timestamp>,
    span: Option<SignedDuration>,
    #[orm(auto_now_add)]
    made: Timestamp,
    #[orm(auto_now)]
    changed: DateTime,
}

#[orm::test(sqlite, postgres, models(Edge))]
async fn edges() {
    let row = Edge::create().moment(Timestamp::from_nanosecond(-1).unwrap()).await.unwrap();
    let row = Edge::get(row.id).await.unwrap();
    assert_eq!(row.moment, Some(Timestamp::from_microsecond(-1).unwrap()));
    assert_eq!(row.changed.date(), jiff::tz::Offset::UTC.to_datetime(row.made).date());
    let error = Edge::create().span(SignedDuration::MAX).await.unwrap_err();
    assert!(matches!(error, Error::InvalidValue { model: "Edge", field: "span", .. }), "{error:?}");
    let error = Edge::create().date(Date::MIN).await.unwrap_err();
    assert!(matches!(error, Error::InvalidValue { model: "Edge", field: "date", .. }), "{error:?}");
}
