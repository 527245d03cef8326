//! What a column cannot hold is refused before anything is sent, with the name of its field: of every type, alone, where
//! it may be missing, and in a list.

use std::collections::HashMap;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use orm::prelude::*;
use orm::value::Interval;
use orm::{Db, Error};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Field, Debug, Clone, PartialEq)]
struct Name(String);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Measured {
    single: f32,
    several: Vec<Option<f64>>,
    by_name: HashMap<String, Shape>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Shape {
    Point,
    Round(f64),
    Box(f64, f64),
    Other { size: Option<f64> },
}

fn measured(single: f32, several: Option<f64>, shape: Shape) -> Json<Measured> {
    Json(Measured { single, several: vec![None, several], by_name: HashMap::from([("a".to_owned(), shape)]) })
}

#[derive(Model, Debug, Clone)]
#[orm(table = "refusals_holder")]
struct Holder {
    id: i64,
    text: Option<String>,
    name: Option<Name>,
    texts: Option<Vec<String>>,
    document: Option<Value>,
    typed: Option<Json<HashMap<String, String>>>,
    keyed: Option<Json<HashMap<Vec<u8>, String>>>,
    measured: Option<Json<Measured>>,
    documents: Option<Vec<Value>>,
    count: Option<u64>,
    counts: Option<Vec<u64>>,
    real: Option<f32>,
    reals: Option<Vec<f32>>,
    double: Option<f64>,
    doubles: Option<Vec<Option<f64>>>,
    date: Option<NaiveDate>,
    dates: Option<Vec<NaiveDate>>,
    timestamp: Option<NaiveDateTime>,
    moment: Option<DateTime<Utc>>,
    moments: Option<Vec<DateTime<Utc>>>,
    delta: Option<TimeDelta>,
    duration: Option<Duration>,
    durations: Option<Vec<Duration>>,
    interval: Option<Interval>,
}

/// Asserts that a new row is refused for this field, be it alone or among others.
async fn refused(field: &str, new: impl Fn() -> NewHolder) {
    for error in [new().await.unwrap_err(), Holder::bulk_create([Holder::create(), new()]).await.unwrap_err()] {
        let Error::InvalidValue { model: "Holder", field: found, reason } = &error else {
            panic!("{field}: {error:?}")
        };
        assert_eq!(*found, field);
        assert!(!reason.is_empty());
    }
}

async fn kept(new: NewHolder) {
    let row = new.await.unwrap();
    let read = Holder::get(row.id).await.unwrap();
    assert_eq!(format!("{row:?}"), format!("{read:?}"));
    row.delete().await.unwrap();
}

fn is_sqlite(db: &Db) -> bool {
    db.dialect() == orm::sql::Dialect::Sqlite
}

#[orm::test(sqlite, postgres, models(Holder))]
async fn what_neither_holds() {
    let new = Holder::create;
    refused("text", || new().text("a\0")).await;
    refused("name", || new().name(Name("\0".to_owned()))).await;
    refused("texts", || new().texts(vec!["a".to_owned(), "\0".to_owned()])).await;
    refused("document", || new().document(json!({"\0": 1}))).await;
    refused("typed", || new().typed(Json(HashMap::from([("a".to_owned(), "\0".to_owned())])))).await;
    refused("keyed", || new().keyed(Json(HashMap::from([(vec![1], String::new())])))).await;
    refused("measured", || new().measured(measured(f32::NAN, None, Shape::Point))).await;
    refused("measured", || new().measured(measured(0.0, Some(f64::NAN), Shape::Point))).await;
    refused("measured", || new().measured(measured(0.0, None, Shape::Round(f64::INFINITY)))).await;
    refused("measured", || new().measured(measured(0.0, None, Shape::Box(0.0, f64::NAN)))).await;
    refused("measured", || new().measured(measured(0.0, None, Shape::Other { size: Some(f64::NAN) }))).await;
    refused("documents", || new().documents(vec![json!(1), json!("\0")])).await;
    refused("count", || new().count(u64::MAX)).await;
    refused("counts", || new().counts(vec![0, u64::MAX])).await;
    refused("delta", || new().delta(TimeDelta::MAX)).await;
    refused("duration", || new().duration(Duration::MAX)).await;
    refused("durations", || new().durations(vec![Duration::ZERO, Duration::MAX])).await;
    refused("date", || new().date(NaiveDate::MIN)).await;
    refused("dates", || new().dates(vec![NaiveDate::MIN])).await;
    refused("timestamp", || new().timestamp(NaiveDateTime::MIN)).await;
    refused("moment", || new().moment(DateTime::<Utc>::MIN_UTC)).await;
    refused("moments", || new().moments(vec![DateTime::<Utc>::MIN_UTC])).await;
    assert_eq!(Holder::all().count().await.unwrap(), 0);
}

#[orm::test(sqlite, postgres, models(Holder))]
async fn what_is_compared_with() {
    let h = Holder::fields();
    let too_large = u64::MAX;
    for (field, condition) in [
        ("count", h.count.eq(too_large)),
        ("count", h.count.is_distinct_from(too_large)),
        ("count", h.count.between(0, too_large)),
        ("count", h.count.not_in([1, too_large])),
        ("duration", h.duration.lt(Duration::MAX)),
    ] {
        let error = Holder::filter(|_| condition).await.unwrap_err();
        let Error::InvalidValue { model: "Holder", field: found, .. } = &error else { panic!("{error:?}") };
        assert_eq!(*found, field);
    }
}

#[orm::test(sqlite, postgres, models(Holder))]
async fn what_sqlite_does_not_hold(db: Db) {
    let new = Holder::create;
    let late = NaiveDate::from_ymd_opt(10_000, 1, 1).unwrap();
    let early = NaiveDate::from_ymd_opt(-1, 12, 31).unwrap();
    if is_sqlite(&db) {
        refused("real", || new().real(f32::NAN)).await;
        refused("reals", || new().reals(vec![f32::NAN])).await;
        refused("double", || new().double(f64::NAN)).await;
        refused("doubles", || new().doubles(vec![None, Some(f64::NAN)])).await;
        refused("date", || new().date(late)).await;
        refused("dates", || new().dates(vec![early])).await;
        refused("timestamp", || new().timestamp(late.and_hms_opt(0, 0, 0).unwrap())).await;
        refused("moment", || new().moment(early.and_hms_opt(0, 0, 0).unwrap().and_utc())).await;
    } else {
        kept(new().real(f32::NAN).reals(vec![f32::NAN, f32::INFINITY])).await;
        kept(new().double(f64::NAN).doubles(vec![None, Some(f64::NAN)])).await;
        kept(new().date(late).dates(vec![early, late])).await;
        let moments = [early, late].map(|date| date.and_hms_micro_opt(1, 2, 3, 4).unwrap());
        kept(new().timestamp(moments[0]).moment(moments[1].and_utc())).await;
        let many = moments.map(|moment| new().moments(vec![moment.and_utc()]).dates(vec![early, late]));
        for row in Holder::bulk_create(many).await.unwrap() {
            assert_eq!(format!("{row:?}"), format!("{:?}", Holder::get(row.id).await.unwrap()));
        }
    }
}

#[orm::test(sqlite, postgres, models(Holder))]
async fn what_postgres_takes_for_something_else(db: Db) {
    let forever = Interval { months: i32::MAX, days: i32::MAX, microseconds: i64::MAX };
    if is_sqlite(&db) {
        kept(Holder::create().interval(forever)).await;
    } else {
        refused("interval", || Holder::create().interval(forever)).await;
    }
}

#[orm::test(sqlite, postgres, models(Holder))]
async fn what_is_read_and_fits_no_longer() {
    let months = Interval { months: 1, days: 0, microseconds: 0 };
    Holder::create().interval(months).await.unwrap();
    let update = Holder::all().update(|h| h.interval.set(Some(months)));
    assert_eq!(update.await.unwrap(), 1);
    #[derive(Model, Debug)]
    #[orm(table = "refusals_holder")]
    struct AsDelta {
        id: i64,
        interval: Option<TimeDelta>,
    }
    let error = AsDelta::all().await.unwrap_err();
    assert!(matches!(error, Error::Read { model: "AsDelta", field: "interval", .. }), "{error:?}");
    assert!(error.to_string().contains("months have no fixed length"), "{error}");
}

#[orm::test(sqlite, postgres, models(Holder))]
async fn the_edges_are_kept() {
    let new = Holder::create;
    kept(new().texts(vec![]).documents(vec![]).counts(vec![]).doubles(vec![])).await;
    kept(new().texts(vec![String::new(), "NULL".into(), "null".into(), "{}\\\"',".into()])).await;
    kept(new().doubles(vec![None, Some(f64::INFINITY), Some(f64::NEG_INFINITY), Some(f64::from_bits(1))])).await;
    kept(new().documents(vec![Value::Null, json!([null]), json!("null"), json!({})])).await;
    for shape in [Shape::Point, Shape::Round(0.1), Shape::Box(1e300, -0.5), Shape::Other { size: None }] {
        kept(new().measured(measured(0.1, Some(1.0 / 3.0), shape))).await;
    }
    kept(new().document(Value::Null).typed(Json(HashMap::new()))).await;
    kept(new().duration(Duration::from_micros(i64::MAX.unsigned_abs())).delta(TimeDelta::microseconds(i64::MIN))).await;
}
