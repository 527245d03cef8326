//! Rows in the binary format of PostgreSQL's COPY, from both databases, and read by PostgreSQL itself.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use orm::prelude::*;
use orm::value::{Interval, IpNetwork};
use orm::{Db, Error};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::csv::HOSTILE;
use crate::outside::{Outside, on_both_outside};

#[derive(DbEnum, Debug, Clone, Copy, PartialEq)]
#[orm(native = "mood")]
enum Mood {
    Good,
    #[orm(rename = "not 'so' good")]
    Bad,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "copied \"binary\"")]
struct Row {
    #[orm(primary_key)]
    id: i64,
    truth: bool,
    small: i16,
    integer: i32,
    real: f32,
    double: f64,
    #[orm(max_length = 2_000)]
    text: String,
    bytes: Vec<u8>,
    uuid: Uuid,
    date: NaiveDate,
    time: NaiveTime,
    timestamp: NaiveDateTime,
    moment: DateTime<Utc>,
    decimal: Option<Decimal>,
    json: Json<serde_json::Value>,
    span: Interval,
    address: Option<IpAddr>,
    network: IpNetwork,
    mood: Mood,
    numbers: Vec<i32>,
    texts: Vec<Option<String>>,
    moments: Option<Vec<DateTime<Utc>>>,
}

fn rows() -> Vec<NewRow> {
    let texts = HOSTILE.iter().map(|text| (*text).to_owned()).chain(["x".repeat(1_999)]);
    texts.zip(1_u8..).map(|(text, number)| row(text, number)).collect()
}

fn row(text: String, number: u8) -> NewRow {
    let (n, sign) = (i64::from(number), if number.is_multiple_of(2) { 1 } else { -1 });
    let moment = DateTime::from_timestamp_micros(sign * n * 1_234_567_890_123).unwrap();
    Row::create()
        .id(n)
        .truth(sign == 1)
        .small(i16::MIN + i16::from(number))
        .integer(i32::MAX - i32::from(number))
        .real(if number == 1 { f32::NEG_INFINITY } else { 0.1 * f32::from(number) })
        .double(if number == 1 { f64::MIN_POSITIVE } else { -1e300 / f64::from(number) })
        .bytes(text.bytes().chain([0, 255]).collect::<Vec<_>>())
        .uuid(Uuid::from_u128(u128::MAX / u128::from(number)))
        .date(moment.date_naive())
        .time(moment.time())
        .timestamp(moment.naive_utc())
        .moment(moment)
        .decimal(
            (number != 2).then(|| Decimal::from_i128_with_scale(12_345_678_901 * i128::from(n * sign), number.into())),
        )
        // Not a document with parts, which SQLite keeps as it was written.
        .json(Json(serde_json::json!(&text)))
        .span(Interval { months: i32::from(number), days: -2, microseconds: sign * n })
        .address((number != 3).then(|| match sign {
            1 => IpAddr::from([10, 0, 0, number]),
            _ => IpAddr::V6(u128::from(number).into()),
        }))
        .network(IpNetwork::new([10, 0, 0, 0].into(), 8).unwrap())
        .mood(if sign == 1 { Mood::Good } else { Mood::Bad })
        .numbers((0..i32::from(number) % 4).collect::<Vec<_>>())
        .texts(vec![Some(text.clone()), None])
        .moments((number != 4).then(|| vec![moment]))
        .text(text)
}

/// A file of its own, gone when this is dropped.
struct File(PathBuf);

impl File {
    fn new(bytes: &[u8]) -> Self {
        let file = Self(std::env::temp_dir().join(format!("orm-suite-{}.copy", Uuid::new_v4())));
        std::fs::write(&file.0, bytes).unwrap();
        file
    }

    fn path(&self) -> std::path::Display<'_> {
        Path::display(&self.0)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

async fn filled(db: &Db) {
    db.create_tables_of(orm::models![Row]).await.unwrap();
    Row::copy_in_iter(rows()).using(db).await.unwrap();
}

async fn binary(rows: QuerySet<Row>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let copied = rows.order_by(|r| r.id).copy_out_binary(&mut bytes).await.unwrap();
    assert_eq!(copied.bytes, bytes.len() as u64);
    bytes
}

on_both_outside! {
    async fn copy_from_reads_what_is_written(outside: Outside) {
        let db = outside.connect().await;
        filled(&db).await;
        let bytes = binary(Row::all().using(&db)).await;

        let other = Outside::postgres();
        let server = other.connect().await;
        server.create_tables_of(orm::models![Row]).await.unwrap();
        let file = File::new(&bytes);
        other.script(&format!(r#"\copy "copied ""binary""" from '{}' (format binary)"#, file.path()));
        let rows = Row::all().order_by(|r| r.id).using(&db).await.unwrap();
        assert_eq!(Row::all().order_by(|r| r.id).using(&server).await.unwrap(), rows);

        // These are the server's own bytes, whichever database they come from.
        other.script(&format!(r#"\copy (select * from "copied ""binary""" order by id) to '{}' (format binary)"#, file.path()));
        assert!(std::fs::read(&file.0).unwrap() == bytes);
        assert!(binary(Row::all().using(&server)).await == bytes);
    }

    async fn what_a_query_gives_is_written(outside: Outside) {
        let db = outside.connect().await;
        filled(&db).await;
        let (mut bytes, mut told) = (Vec::new(), 0);
        let hostile = Row::filter(|r| r.text.ne("it's")).using(&db).order_by(|r| r.id.desc());
        let values = hostile.values(|r| (r.id, r.text.upper(), r.decimal)).limit(10);
        let copied = values.copy_out_binary(&mut bytes).on_progress(|progress| told = progress.rows).await.unwrap();
        assert_eq!((copied.rows, told), (10, 10));
        let other = Outside::postgres();
        other.script("create table three (id bigint, name text, number numeric)");
        let file = File::new(&bytes);
        other.script(&format!(r"\copy three from '{}' (format binary)", file.path()));
        assert_eq!(other.rows("select id::text from three order by three.id limit 1"), ["8"]);
        assert_eq!(other.rows("select length(name)::text from three order by three.id desc limit 1"), ["1999"]);
        let none = binary(Row::filter(|r| r.id.in_([0_i64; 0])).using(&db)).await;
        assert_eq!(none, binary(Row::filter(|r| r.id.eq(0)).using(&db)).await);
        assert_eq!(none, b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0\xff\xff");
    }
}

#[derive(Model, Debug)]
#[orm(table = "copied_moods")]
struct Moods {
    id: i64,
    moods: Vec<Mood>,
}

#[orm::test(sqlite, postgres, models(Moods))]
async fn a_list_of_an_enum_needs_a_server(db: Db) {
    Moods::create().moods(vec![Mood::Good]).await.unwrap();
    let mut bytes = Vec::new();
    let copied = Moods::all().copy_out_binary(&mut bytes).await;
    if db.dialect() == orm::sql::Dialect::Postgres {
        assert_eq!(copied.unwrap().rows, 1);
        return;
    }
    let error = copied.unwrap_err();
    assert!(matches!(error, Error::Unsupported { .. }) && bytes.is_empty(), "{error:?}");
    assert_eq!(
        error.to_string(),
        "Moods.moods is a list of mood, whose number in PostgreSQL only a server knows: SQLite cannot write it in \
         the binary format, and copy_out_csv can"
    );
}

#[derive(Model, Debug)]
#[orm(table = "copied_days")]
struct Day {
    id: i64,
    day: NaiveDate,
}

#[derive(Model, Debug)]
#[orm(table = "copied_spans")]
struct Span {
    id: i64,
    span: Interval,
}

#[orm::test(sqlite, models(Span))]
async fn what_postgresql_cannot_hold_is_refused() {
    let span = Interval { months: i32::MAX, days: i32::MAX, microseconds: i64::MAX };
    Span::create().span(span).await.unwrap();
    let error = Span::all().copy_out_binary(Vec::new()).await.unwrap_err();
    assert_eq!(error.to_string(), "cannot read Span.span: PostgreSQL takes this interval for an infinite one");
}

#[orm::test(sqlite, postgres, models(Day))]
async fn many_rows_are_written_piece_by_piece() {
    let day = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
    Day::copy_in_iter((0..2_500).map(|_| Day::create().day(day))).await.unwrap();
    let (mut bytes, mut told) = (Vec::new(), Vec::new());
    Day::all().copy_out_binary(&mut bytes).on_progress(|progress| told.push(progress.rows)).await.unwrap();
    assert_eq!(told, [0, 1_000, 2_000, 2_500, 2_500]);
    assert_eq!(bytes.len(), 19 + 2_500 * 22 + 2);
}
