//! Every field type keeps what is written into it, and compares and sorts alike on both databases.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use orm::Db;
use orm::prelude::*;
use orm::value::{Field, ReadError, ReadResult, RowReader, SqlType, Value};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use rust_decimal::Decimal;
use serde_json::{Value as Json, json};
use uuid::Uuid;

const SEED: u64 = 20_261_122;
const CASES: usize = 400;

/// One field of each type, and one that can be NULL of each.
#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "types_everything")]
struct Everything {
    id: i64,
    boolean: bool,
    small: i16,
    medium: i32,
    big: i64,
    real: f32,
    double: f64,
    text: String,
    bytes: Vec<u8>,
    uuid: Uuid,
    date: NaiveDate,
    time: NaiveTime,
    timestamp: NaiveDateTime,
    moment: DateTime<Utc>,
    decimal: Decimal,
    json: Json,
    maybe_boolean: Option<bool>,
    maybe_small: Option<i16>,
    maybe_medium: Option<i32>,
    maybe_big: Option<i64>,
    maybe_real: Option<f32>,
    maybe_double: Option<f64>,
    maybe_text: Option<String>,
    maybe_bytes: Option<Vec<u8>>,
    maybe_uuid: Option<Uuid>,
    maybe_date: Option<NaiveDate>,
    maybe_time: Option<NaiveTime>,
    maybe_timestamp: Option<NaiveDateTime>,
    maybe_moment: Option<DateTime<Utc>>,
    maybe_decimal: Option<Decimal>,
    maybe_json: Option<Json>,
}

/// A row's values without those that can be NULL.
#[derive(Debug, Clone, PartialEq)]
struct Values {
    boolean: bool,
    small: i16,
    medium: i32,
    big: i64,
    real: f32,
    double: f64,
    text: String,
    bytes: Vec<u8>,
    uuid: Uuid,
    date: NaiveDate,
    time: NaiveTime,
    timestamp: NaiveDateTime,
    moment: DateTime<Utc>,
    decimal: Decimal,
    json: Json,
}

impl Values {
    /// A new row with these values, and with the same ones or NULL where it can be NULL.
    fn new_row(&self, with_nulls: bool) -> NewEverything {
        let it = self.clone();
        let row = Everything::create()
            .boolean(it.boolean)
            .small(it.small)
            .medium(it.medium)
            .big(it.big)
            .real(it.real)
            .double(it.double)
            .text(it.text.clone())
            .bytes(it.bytes.clone())
            .uuid(it.uuid)
            .date(it.date)
            .time(it.time)
            .timestamp(it.timestamp)
            .moment(it.moment)
            .decimal(it.decimal)
            .json(it.json.clone());
        if with_nulls {
            return row;
        }
        row.maybe_boolean(it.boolean)
            .maybe_small(it.small)
            .maybe_medium(it.medium)
            .maybe_big(it.big)
            .maybe_real(it.real)
            .maybe_double(it.double)
            .maybe_text(it.text)
            .maybe_bytes(it.bytes)
            .maybe_uuid(it.uuid)
            .maybe_date(it.date)
            .maybe_time(it.time)
            .maybe_timestamp(it.timestamp)
            .maybe_moment(it.moment)
            .maybe_decimal(it.decimal)
            .maybe_json(it.json)
    }

    /// The row that it must become.
    fn row(&self, id: i64, with_nulls: bool) -> Everything {
        let it = self.clone();
        let maybe = !with_nulls;
        Everything {
            id,
            maybe_boolean: maybe.then_some(it.boolean),
            maybe_small: maybe.then_some(it.small),
            maybe_medium: maybe.then_some(it.medium),
            maybe_big: maybe.then_some(it.big),
            maybe_real: maybe.then_some(it.real),
            maybe_double: maybe.then_some(it.double),
            maybe_text: maybe.then(|| it.text.clone()),
            maybe_bytes: maybe.then(|| it.bytes.clone()),
            maybe_uuid: maybe.then_some(it.uuid),
            maybe_date: maybe.then_some(it.date),
            maybe_time: maybe.then_some(it.time),
            maybe_timestamp: maybe.then_some(it.timestamp),
            maybe_moment: maybe.then_some(it.moment),
            maybe_decimal: maybe.then_some(it.decimal),
            maybe_json: maybe.then(|| it.json.clone()),
            boolean: it.boolean,
            small: it.small,
            medium: it.medium,
            big: it.big,
            real: it.real,
            double: it.double,
            text: it.text,
            bytes: it.bytes,
            uuid: it.uuid,
            date: it.date,
            time: it.time,
            timestamp: it.timestamp,
            moment: it.moment,
            decimal: it.decimal,
            json: it.json,
        }
    }
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn time(hour: u32, minute: u32, second: u32, micro: u32) -> NaiveTime {
    NaiveTime::from_hms_micro_opt(hour, minute, second, micro).unwrap()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn plain() -> Values {
    Values {
        boolean: true,
        small: 1,
        medium: -2,
        big: 3,
        real: 0.1,
        double: -0.1,
        text: "zażółć gęślą jaźń".to_owned(),
        bytes: vec![0, 1, 255],
        uuid: Uuid::from_u128(7),
        date: date(2024, 2, 29),
        time: time(12, 30, 1, 5),
        timestamp: date(1969, 12, 31).and_time(time(23, 59, 59, 999_999)),
        moment: date(2026, 1, 31).and_time(time(1, 2, 3, 4)).and_utc(),
        decimal: decimal("-12.3400"),
        json: json!({"größe": [1, null, {"😀": "\"\\/\n"}], "a": -1.5}),
    }
}

fn smallest() -> Values {
    Values {
        boolean: false,
        small: i16::MIN,
        medium: i32::MIN,
        big: i64::MIN,
        real: f32::MIN,
        double: f64::MIN,
        text: String::new(),
        bytes: Vec::new(),
        uuid: Uuid::nil(),
        date: date(1, 1, 1),
        time: NaiveTime::MIN,
        timestamp: date(1, 1, 1).and_time(NaiveTime::MIN),
        moment: date(1, 1, 1).and_time(NaiveTime::MIN).and_utc(),
        decimal: Decimal::MIN,
        json: Json::Null,
    }
}

fn largest() -> Values {
    Values {
        boolean: true,
        small: i16::MAX,
        medium: i32::MAX,
        big: i64::MAX,
        real: f32::MAX,
        double: f64::MAX,
        text: "é😀ab".repeat(1_500),
        bytes: (0..=u8::MAX).cycle().take(10_000).collect(),
        uuid: Uuid::max(),
        date: date(9999, 12, 31),
        time: time(23, 59, 59, 999_999),
        timestamp: date(9999, 12, 31).and_time(time(23, 59, 59, 999_999)),
        moment: date(9999, 12, 31).and_time(time(23, 59, 59, 999_999)).and_utc(),
        decimal: Decimal::MAX,
        json: json!([u64::MAX, i64::MIN, true, "", [], {}, {"": {"": []}}]),
    }
}

/// What is smallest beside zero.
fn tiniest() -> Values {
    Values {
        real: f32::from_bits(1),
        double: f64::from_bits(1),
        decimal: Decimal::new(1, 28),
        text: " \t\r\n\u{202e}\u{feff}e\u{301} ".to_owned(),
        json: json!(" \u{1}\u{202e}'\\' "),
        timestamp: DateTime::UNIX_EPOCH.naive_utc() - TimeDelta::microseconds(1),
        moment: DateTime::UNIX_EPOCH + TimeDelta::microseconds(1),
        ..plain()
    }
}

fn infinite() -> Values {
    Values {
        real: f32::NEG_INFINITY,
        double: f64::INFINITY,
        decimal: decimal("7.9228162514264337593543950335"),
        text: "\\N '; -- %_ $1 ?1 {} NULL".to_owned(),
        ..plain()
    }
}

fn values() -> impl Strategy<Value = Values> {
    let text = || any::<String>().prop_map(|text| text.replace('\0', "0"));
    let micros = -62_135_596_800_000_000..253_402_300_800_000_000_i64;
    let moment = micros.prop_map(|micros| DateTime::from_timestamp_micros(micros).unwrap());
    let date = (0..3_652_059_u64).prop_map(|days| date(1, 1, 1) + Days::new(days));
    let time = (0..86_400_u32, 0..1_000_000_u32)
        .prop_map(|(second, micro)| NaiveTime::from_num_seconds_from_midnight_opt(second, micro * 1_000).unwrap());
    // The 96 bits and up to 28 places that a Decimal has.
    let decimal = (any::<i128>().prop_map(|number| number >> 32), 0..=28_u32)
        .prop_map(|(number, scale)| Decimal::from_i128_with_scale(number, scale));
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        (-1_000..1_000_i32).prop_map(|eighths| Json::from(f64::from(eighths) / 8.0)),
        text().prop_map(Json::from),
    ];
    let json = leaf.prop_recursive(3, 12, 4, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            proptest::collection::vec((text(), inner), 0..4).prop_map(|pairs| pairs.into_iter().collect()),
        ]
    });
    let float = proptest::num::f64::ANY.prop_filter("SQLite has no NaN", |number| !number.is_nan());
    let single = proptest::num::f32::ANY.prop_filter("SQLite has no NaN", |number| !number.is_nan());
    let numbers = (any::<bool>(), any::<i16>(), any::<i32>(), any::<i64>(), single, float, decimal);
    let texts = (text(), any::<Vec<u8>>(), any::<u128>(), json);
    let times = (date, time, moment.clone(), moment);
    (numbers, texts, times).prop_map(|(numbers, texts, times)| {
        let (boolean, small, medium, big, real, double, decimal) = numbers;
        let (text, bytes, uuid, json) = texts;
        let (date, time, timestamp, moment) = times;
        let (uuid, timestamp) = (Uuid::from_u128(uuid), timestamp.naive_utc());
        Values {
            boolean,
            small,
            medium,
            big,
            real,
            double,
            text,
            bytes,
            uuid,
            date,
            time,
            timestamp,
            moment,
            decimal,
            json,
        }
    })
}

/// Three values of one column, from the smallest to the largest, are compared and ordered as Rust does it.
macro_rules! compares {
    ($($field:ident, $maybe:ident: $values:expr;)*) => {$({
        let values = $values;
        let rows = values.iter().map(|value| Values { $field: value.clone(), ..plain() }.new_row(false));
        let rows = Everything::bulk_create(rows).await.unwrap();
        let keys: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let found = async |condition: Predicate<Everything>| -> Vec<usize> {
            let found = Everything::filter(|_| condition).order_by(|e| e.id).values(|e| e.id).await.unwrap();
            found.iter().map(|id| keys.iter().position(|key| key == id).unwrap()).collect()
        };
        let [low, middle, high] = values;
        let (e, name) = (Everything::fields(), stringify!($field));
        assert_eq!(found(e.$field.eq(middle.clone())).await, [1], "{name} =");
        assert_eq!(found(e.$field.ne(middle.clone())).await, [0, 2], "{name} <>");
        assert_eq!(found(e.$field.lt(middle.clone())).await, [0], "{name} <");
        assert_eq!(found(e.$field.le(middle.clone())).await, [0, 1], "{name} <=");
        assert_eq!(found(e.$field.gt(middle.clone())).await, [2], "{name} >");
        assert_eq!(found(e.$field.ge(middle.clone())).await, [1, 2], "{name} >=");
        assert_eq!(found(e.$field.in_([low.clone(), high.clone()])).await, [0, 2], "{name} in");
        assert_eq!(found(e.$field.not_in([low.clone(), high.clone()])).await, [1], "{name} not in");
        assert_eq!(found(e.$field.between(low.clone(), middle.clone())).await, [0, 1], "{name} between");
        assert_eq!(found(e.$field.is_distinct_from(low.clone())).await, [1, 2], "{name} is distinct from");
        assert_eq!(found(e.$field.eq(e.$maybe)).await, [0, 1, 2], "{name} = another column");
        assert_eq!(found(e.$maybe.eq(Some(middle.clone()))).await, [1], "{name} = Some");
        assert_eq!(found(e.$maybe.gt(low)).await, [1, 2], "{name} > where it can be NULL");
        assert_eq!(found(e.$maybe.in_([middle])).await, [1], "{name} in where it can be NULL");
        let falling = Everything::all().order_by(|e| e.$field.desc()).values(|e| e.id).await.unwrap();
        assert_eq!(falling, [keys[2], keys[1], keys[0]], "{name} descending");
        let rising = Everything::all().order_by(|e| e.$maybe).values(|e| e.id).await.unwrap();
        assert_eq!(rising, keys, "{name} ascending");
        Everything::all().delete().everything().await.unwrap();
    })*};
}

#[orm::test(sqlite, postgres, models(Everything, Reading))]
async fn what_is_written_is_what_is_read() {
    for values in [plain(), smallest(), largest(), tiniest(), infinite()] {
        for with_nulls in [false, true] {
            let created = values.new_row(with_nulls).await.unwrap();
            assert_eq!(created, values.row(created.id, with_nulls));
            assert_eq!(Everything::get(created.id).await.unwrap(), created);
        }
    }
}

#[orm::test(sqlite, postgres, models(Everything, Reading))]
async fn many_at_once() {
    let all = [plain(), smallest(), largest(), tiniest(), infinite()];
    let new: Vec<_> = all.iter().flat_map(|values| [values.new_row(false), values.new_row(true)]).collect();
    let created = Everything::bulk_create(new).await.unwrap();
    for (index, row) in created.iter().enumerate() {
        assert_eq!(*row, all[index / 2].row(row.id, index % 2 == 1));
    }
    assert_eq!(Everything::all().order_by(|e| e.id).await.unwrap(), created);
}

#[orm::test(sqlite, postgres, models(Everything, Reading))]
async fn written_again() {
    let mut row = plain().new_row(true).await.unwrap();
    for values in [smallest(), largest(), tiniest(), infinite()] {
        row = values.row(row.id, false);
        row.save().await.unwrap();
        assert_eq!(Everything::get(row.id).await.unwrap(), row);
    }
}

#[orm::test(sqlite, postgres, models(Everything, Reading))]
async fn comparisons_and_order() {
    compares! {
        small, maybe_small: [i16::MIN, -1, i16::MAX];
        medium, maybe_medium: [i32::MIN, -1, i32::MAX];
        big, maybe_big: [i64::MIN, 9, 10];
        real, maybe_real: [f32::NEG_INFINITY, 0.1, f32::MAX];
        double, maybe_double: [-1e300, 0.1, f64::INFINITY];
        text, maybe_text: ["".to_owned(), "a".to_owned(), "ab".to_owned()];
        bytes, maybe_bytes: [vec![], vec![0, 255], vec![1]];
        uuid, maybe_uuid: [Uuid::nil(), Uuid::from_u128(1 << 100), Uuid::max()];
        date, maybe_date: [date(1, 1, 1), date(999, 12, 31), date(2024, 2, 29)];
        time, maybe_time: [NaiveTime::MIN, time(9, 59, 59, 999_999), time(10, 0, 0, 0)];
        timestamp, maybe_timestamp: [
            date(999, 1, 1).and_time(NaiveTime::MIN),
            date(2024, 1, 1).and_time(time(0, 0, 0, 1)),
            date(2024, 1, 1).and_time(time(0, 0, 0, 10)),
        ];
        moment, maybe_moment: [
            DateTime::UNIX_EPOCH - TimeDelta::microseconds(1),
            DateTime::UNIX_EPOCH,
            DateTime::UNIX_EPOCH + TimeDelta::microseconds(1),
        ];
        decimal, maybe_decimal: [decimal("-10"), decimal("9"), decimal("10.0")];
    }
}

#[orm::test(sqlite, postgres, models(Everything, Reading))]
async fn booleans() {
    let rows = [true, false].map(|boolean| Values { boolean, ..plain() }.new_row(true));
    let [yes, no] = Everything::bulk_create(rows).await.unwrap().try_into().unwrap();
    assert_eq!(Everything::filter(|e| e.boolean.eq(true)).await.unwrap(), [yes.clone()]);
    assert_eq!(Everything::filter(|e| e.boolean.ne(true)).await.unwrap(), [no.clone()]);
    assert_eq!(Everything::filter(|e| e.boolean.in_([false])).await.unwrap(), [no.clone()]);
    assert_eq!(Everything::filter(|e| e.boolean.lt(true)).await.unwrap(), [no.clone()]);
    assert_eq!(Everything::all().order_by(|e| e.boolean).await.unwrap(), [no, yes]);
}

#[orm::test(sqlite, postgres, models(Everything, Reading))]
async fn decimals_are_numbers() {
    let texts = ["9", "10", "1.50", "-0.5", "-10", "0.000", "79228162514264337593543950335", "1e-28"];
    let amounts = texts.map(|text| Decimal::from_scientific(text).unwrap_or_else(|_| decimal(text)));
    let rows = amounts.map(|decimal| Values { decimal, ..plain() }.new_row(true));
    Everything::bulk_create(rows).await.unwrap();
    let mut sorted = amounts.to_vec();
    sorted.sort();
    let query = || Everything::all().order_by(|e| e.decimal).values(|e| e.decimal);
    assert_eq!(query().await.unwrap(), sorted);
    let found = |text: &str| query().filter(|e| e.decimal.eq(decimal(text)));
    assert_eq!(found("1.5").await.unwrap(), [decimal("1.50")], "trailing zeros do not matter");
    assert_eq!(found("1.50000").await.unwrap(), [decimal("1.50")]);
    assert_eq!(found("-0.0").await.unwrap(), [Decimal::ZERO]);
    assert_eq!(query().filter(|e| e.decimal.lt(decimal("10"))).count().await.unwrap(), 6);
    let listed = query().filter(|e| e.decimal.in_([decimal("1.5"), decimal("10.00")]));
    assert_eq!(listed.await.unwrap(), [decimal("1.5"), decimal("10")]);
    let listed = query().filter(|e| e.decimal.not_in([decimal("1.5"), decimal("10.00")]));
    assert_eq!(listed.count().await.unwrap(), 6);
    let between = query().filter(|e| e.decimal.between(decimal("-0.50"), decimal("1.5")));
    assert_eq!(between.count().await.unwrap(), 4);
    let same = query().filter(|e| e.decimal.eq(decimal("1.5"))).distinct();
    assert_eq!(same.count().await.unwrap(), 1);
}

#[orm::test(sqlite, postgres, models(Everything, Reading))]
async fn nulls_are_typed() {
    let mut row = plain().new_row(false).await.unwrap();
    row.update(|e| {
        (
            (e.maybe_boolean.set(None), e.maybe_small.set(None), e.maybe_medium.set(None), e.maybe_big.set(None)),
            (e.maybe_real.set(None), e.maybe_double.set(None), e.maybe_text.set(None), e.maybe_bytes.set(None)),
            (e.maybe_uuid.set(None), e.maybe_date.set(None), e.maybe_time.set(None)),
            (e.maybe_timestamp.set(None), e.maybe_moment.set(None), e.maybe_decimal.set(None)),
            e.maybe_json.set(None),
        )
    })
    .await
    .unwrap();
    assert_eq!(row, plain().row(row.id, true));
    let nulls = Everything::filter(|e| {
        (e.maybe_boolean.eq(None) & e.maybe_small.is_null() & e.maybe_medium.is_null() & e.maybe_big.is_null())
            & (e.maybe_real.is_null() & e.maybe_double.is_null() & e.maybe_text.eq(None) & e.maybe_bytes.is_null())
            & (e.maybe_uuid.is_null() & e.maybe_date.is_null() & e.maybe_time.is_null())
            & (e.maybe_timestamp.is_null() & e.maybe_moment.is_null() & e.maybe_decimal.is_null())
            & e.maybe_json.is_null()
    });
    assert_eq!(nulls.await.unwrap(), [row]);
}

#[orm::test(sqlite, postgres, models(Everything, Reading))]
async fn json_null_is_not_null() {
    let row = plain().new_row(true).maybe_json(Json::Null).await.unwrap();
    assert_eq!(Everything::get(row.id).await.unwrap().maybe_json, Some(Json::Null));
    assert!(!Everything::filter(|e| e.maybe_json.is_null()).exists().await.unwrap());
    let equal = Everything::filter(|e| e.json.eq(json!({"a": -1.5, "größe": [1, null, {"😀": "\"\\/\n"}]})));
    assert_eq!(equal.count().await.unwrap(), 1, "the order of keys does not matter");
}

#[orm::test(sqlite, postgres, models(Everything, Reading))]
async fn finer_than_a_microsecond_is_cut_off() {
    let fine = TimeDelta::nanoseconds(999);
    let kept = plain();
    let finer =
        Values { time: kept.time + fine, timestamp: kept.timestamp + fine, moment: kept.moment + fine, ..plain() };
    let row = finer.new_row(true).await.unwrap();
    assert_eq!(Everything::get(row.id).await.unwrap(), kept.row(row.id, true));
    assert_eq!(Everything::filter(|e| e.moment.eq(finer.moment)).count().await.unwrap(), 1);
}

#[orm::test(sqlite, postgres, models(Everything, Reading))]
async fn what_no_database_can_hold(db: Db) {
    let sqlite = db.dialect() == orm::sql::Dialect::Sqlite;
    let refused = |error: orm::Error, field: &str| match error {
        orm::Error::InvalidValue { model: "Everything", field: found, reason } => {
            assert_eq!(found, field);
            assert!(!reason.is_empty());
        }
        other => panic!("{field}: {other:?}"),
    };
    let nul = Values { text: "a\0b".to_owned(), ..plain() };
    refused(nul.new_row(true).await.unwrap_err(), "text");
    refused(Everything::bulk_create([plain().new_row(true), nul.new_row(true)]).await.unwrap_err(), "text");
    let json = Values { json: json!({"a": ["\0"]}), ..plain() };
    refused(json.new_row(true).await.unwrap_err(), "json");
    let moment = Values { moment: DateTime::<Utc>::MAX_UTC, ..plain() };
    if sqlite {
        refused(moment.new_row(true).await.unwrap_err(), "moment");
        let date = Values { date: NaiveDate::MIN, ..plain() };
        refused(date.new_row(true).await.unwrap_err(), "date");
        refused(Values { double: f64::NAN, ..plain() }.new_row(true).await.unwrap_err(), "double");
    } else {
        let row = Values { double: f64::NAN, real: f32::NAN, ..plain() }.new_row(true).await.unwrap();
        let row = Everything::get(row.id).await.unwrap();
        assert!(row.double.is_nan() && row.real.is_nan());
        Everything::all().delete().everything().await.unwrap();
    }
    assert_eq!(Everything::all().count().await.unwrap(), 0);
}

#[orm::test(sqlite, postgres, models(Everything, Reading))]
async fn random_values() {
    let config = Config { rng_seed: RngSeed::Fixed(SEED), ..Config::default() };
    let mut runner = TestRunner::new(config);
    let values = values();
    let mut all = Vec::with_capacity(CASES);
    for case in 0..CASES {
        let values = values.new_tree(&mut runner).unwrap().current();
        let created = values.new_row(case % 2 == 0).await.unwrap();
        assert_eq!(created, values.row(created.id, case % 2 == 0));
        assert_eq!(Everything::get(created.id).await.unwrap(), created);
        all.push((values, created));
    }
    for (values, created) in &all {
        let v = values.clone();
        let again = Everything::filter(|e| {
            (e.boolean.eq(v.boolean) & e.small.eq(v.small) & e.medium.eq(v.medium) & e.big.eq(v.big))
                & (e.real.eq(v.real) & e.double.eq(v.double) & e.text.eq(v.text) & e.bytes.eq(v.bytes))
                & (e.uuid.eq(v.uuid) & e.date.eq(v.date) & e.time.eq(v.time))
                & (e.timestamp.eq(v.timestamp) & e.moment.eq(v.moment) & e.decimal.eq(v.decimal) & e.json.eq(v.json))
        });
        assert!(again.contains(created).await.unwrap(), "{values:?}");
    }
    let rows: Vec<_> = all.iter().map(|(values, _)| values.new_row(false)).collect();
    let many = Everything::bulk_create(rows).await.unwrap();
    let read = Everything::filter(|e| e.id.ge(many[0].id)).order_by(|e| e.id).await.unwrap();
    assert_eq!(many.len(), CASES);
    for ((values, _), row) in all.iter().zip(&read) {
        assert_eq!(*row, values.row(row.id, false));
    }
    assert_eq!(many, read);
}

#[orm::test(sqlite, postgres, models(Everything, Reading))]
async fn a_type_of_ones_own() {
    let cold = Reading::create().level(Level::Low).celsius(Celsius(-5)).await.unwrap();
    let warm = Reading::create().level(Level::High).celsius(Celsius(25)).backup(Celsius(24)).await.unwrap();
    assert_eq!(Reading::get(warm.id).await.unwrap(), warm);
    assert_eq!(Reading::filter(|r| r.celsius.gt(Celsius(0))).get().await.unwrap(), warm);
    assert_eq!(Reading::filter(|r| r.level.in_([Level::Low])).get().await.unwrap(), cold);
    assert_eq!(Reading::filter(|r| r.backup.eq(None)).get().await.unwrap(), cold);
    assert_eq!(Reading::filter(|r| r.backup.lt(r.celsius)).get().await.unwrap(), warm);
    let levels = Reading::all().order_by(|r| r.celsius.desc()).values(|r| (r.level, r.backup)).await.unwrap();
    assert_eq!(levels, [(Level::High, Some(Celsius(24))), (Level::Low, None)]);
    Reading::all().update(|r| r.level.set(Level::Unknown)).await.unwrap();
    let error = Reading::all().await.unwrap_err();
    assert_eq!(error.to_string(), "cannot read Reading.level: \"unknown\" is not a level");
    let orm::Error::Read { model: "Reading", field: "level", .. } = error else { panic!("{error:?}") };
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "types_reading")]
struct Reading {
    id: i64,
    level: Level,
    celsius: Celsius,
    backup: Option<Celsius>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Celsius(i32);

impl Field for Celsius {
    const TYPE: SqlType = SqlType::Integer;

    fn to_value(&self) -> Value<'_> {
        Value::Integer(self.0)
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        Ok(i32::read(row)?.map(Celsius))
    }
}

/// An enum as text, with one value that is written and never read.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Level {
    Low,
    High,
    Unknown,
}

impl Field for Level {
    const TYPE: SqlType = SqlType::Text;

    fn to_value(&self) -> Value<'_> {
        let text = match self {
            Self::Low => "low",
            Self::High => "high",
            Self::Unknown => "unknown",
        };
        Value::Text(text.into())
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        match row.text()? {
            None => Ok(None),
            Some("low") => Ok(Some(Self::Low)),
            Some("high") => Ok(Some(Self::High)),
            Some(other) => Err(ReadError::invalid(format!("{other:?} is not a level"))),
        }
    }
}
