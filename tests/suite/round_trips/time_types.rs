use orm::Error;
use orm::prelude::*;
use proptest::prelude::*;
use time::{Date, Duration, OffsetDateTime, PrimitiveDateTime, Time, UtcDateTime, UtcOffset};

use super::harness::round_trips;
use super::times::{MICROS, MICROS_PER_DAY};

fn moments() -> impl Strategy<Value = OffsetDateTime> {
    MICROS.prop_map(|micros| OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1_000).unwrap())
}

fn clocks() -> impl Strategy<Value = Time> {
    (0..MICROS_PER_DAY).prop_map(|micros| Time::MIDNIGHT + Duration::microseconds(micros))
}

round_trips! {
    date("round_trips_time_date", Date) => moments().prop_map(|moment| moment.date());
    clock("round_trips_time_time", Time) => clocks();
    timestamp("round_trips_time_primitive", PrimitiveDateTime) => {
        moments().prop_map(|moment| PrimitiveDateTime::new(moment.date(), moment.time()))
    };
    moment("round_trips_time_offset", OffsetDateTime) => moments();
    utc("round_trips_time_utc", UtcDateTime) => moments().prop_map(UtcDateTime::from);
    span("round_trips_time_duration", Duration) => any::<i64>().prop_map(Duration::microseconds);
    dates("round_trips_time_dates", Vec<Date>) => {
        proptest::collection::vec(moments().prop_map(|moment| moment.date()), 0..4)
    };
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "round_trips_time_edges")]
struct Edge {
    id: i64,
    date: Option<Date>,
    moment: Option<OffsetDateTime>,
    span: Option<Duration>,
    #[orm(auto_now_add)]
    made: OffsetDateTime,
    #[orm(auto_now)]
    changed: PrimitiveDateTime,
}

#[orm::test(sqlite, postgres, models(Edge))]
async fn edges() {
    let east = UtcOffset::from_hms(5, 30, 0).unwrap();
    let moment = OffsetDateTime::UNIX_EPOCH.to_offset(east) + Duration::nanoseconds(-1);
    let row = Edge::create().moment(moment).await.unwrap();
    let row = Edge::get(row.id).await.unwrap();
    assert_eq!(row.moment, Some(OffsetDateTime::UNIX_EPOCH - Duration::microseconds(1)));
    assert_eq!(row.moment.unwrap().offset(), UtcOffset::UTC);
    assert_eq!(row.made.date(), row.changed.date());
    let error = Edge::create().span(Duration::MAX).await.unwrap_err();
    assert!(matches!(error, Error::InvalidValue { model: "Edge", field: "span", .. }), "{error:?}");
    let error = Edge::create().date(Date::MIN).await.unwrap_err();
    assert!(matches!(error, Error::InvalidValue { model: "Edge", field: "date", .. }), "{error:?}");
}
