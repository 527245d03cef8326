use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use orm::prelude::*;

#[derive(Model, Debug)]
#[orm(table = "function_times")]
struct Event {
    id: i64,
    day: NaiveDate,
    time: NaiveTime,
    local: NaiveDateTime,
    at: DateTime<Utc>,
    until: Option<DateTime<Utc>>,
}

fn event(at: &str) -> NewEvent {
    let at = DateTime::parse_from_rfc3339(at).unwrap().to_utc();
    let local = at.naive_utc();
    Event::create().day(local.date()).time(local.time()).local(local).at(at)
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Days at which calendars disagree: the last of an ISO year, leap days, Sundays.
const DAYS: [&str; 8] = [
    "2021-01-03T23:59:59.999999Z",
    "2020-12-31T00:00:00Z",
    "2024-02-29T12:30:15.5Z",
    "2026-11-21T05:06:07.000001Z",
    "1969-12-28T01:02:03Z",
    "2000-01-01T00:00:00Z",
    "1900-03-01T10:00:00Z",
    "2022-01-02T23:00:00Z",
];

#[orm::test(sqlite, postgres, models(Event))]
async fn parts() -> orm::Result<()> {
    use chrono::{Datelike, Timelike};

    for at in DAYS {
        event(at).await?;
    }
    let rows = Event::all()
        .annotate(|e| {
            (
                (e.at.year(), e.at.iso_year(), e.at.quarter(), e.at.month(), e.at.week(), e.at.day()),
                (e.at.day_of_year(), e.at.week_day(), e.at.iso_week_day()),
                (e.at.hour(), e.at.minute(), e.at.second()),
                (e.day.year(), e.local.year(), e.time.hour(), e.local.second(), e.day.week_day()),
            )
        })
        .await?;
    assert_eq!(rows.len(), DAYS.len());
    for (event, (of_day, of_week, of_time, others)) in rows {
        let at = event.at;
        let number = |part: u32| i32::try_from(part).unwrap();
        let week = at.iso_week();
        let expected =
            (at.year(), week.year(), number(at.quarter()), number(at.month()), number(week.week()), number(at.day()));
        assert_eq!(of_day, expected, "{at}");
        let weekday = at.weekday();
        let expected =
            (number(at.ordinal()), number(weekday.number_from_sunday()), number(weekday.number_from_monday()));
        assert_eq!(of_week, expected, "{at}");
        assert_eq!(of_time, (number(at.hour()), number(at.minute()), number(at.second())), "{at}");
        let expected = (of_day.0, of_day.0, of_time.0, of_time.2, of_week.1);
        assert_eq!(others, expected, "{at}");
    }
    Ok(())
}

#[orm::test(sqlite, postgres, models(Event))]
async fn first_moments() -> orm::Result<()> {
    event("2024-08-15T12:30:15.5Z").await?;
    let days = Event::all().values(|e| {
        (e.day.trunc_year(), e.day.trunc_quarter(), e.day.trunc_month(), e.day.trunc_week(), e.day.trunc_day())
    });
    let expected = (day(2024, 1, 1), day(2024, 7, 1), day(2024, 8, 1), day(2024, 8, 12), day(2024, 8, 15));
    assert_eq!(days.get().await?, expected);
    let moments = Event::all().values(|e| {
        (
            e.at.trunc_year(),
            e.at.trunc_week(),
            e.at.trunc_day(),
            e.at.trunc_hour(),
            e.at.trunc_minute(),
            e.at.trunc_second(),
        )
    });
    let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().to_utc();
    let expected = (
        at("2024-01-01T00:00:00Z"),
        at("2024-08-12T00:00:00Z"),
        at("2024-08-15T00:00:00Z"),
        at("2024-08-15T12:00:00Z"),
        at("2024-08-15T12:30:00Z"),
        at("2024-08-15T12:30:15Z"),
    );
    assert_eq!(moments.get().await?, expected);
    let others = Event::all()
        .values(|e| (e.local.trunc_month(), e.time.trunc_hour(), e.local.date(), e.at.time(), e.until.year()));
    let expected = (
        day(2024, 8, 1).and_time(NaiveTime::MIN),
        NaiveTime::from_hms_opt(12, 0, 0).unwrap(),
        day(2024, 8, 15),
        NaiveTime::from_hms_milli_opt(12, 30, 15, 500).unwrap(),
        None,
    );
    assert_eq!(others.get().await?, expected);
    assert_eq!(Event::all().values(|e| e.at.epoch()).get().await?, 1_723_725_015.5);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Event))]
async fn in_time_zones() -> orm::Result<()> {
    // Two moments at which a clock in Paris shows half past two of the same night, and one in summer.
    for at in ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-07-31T22:30:00Z"] {
        event(at).await?;
    }
    let local = Event::all().order_by(|e| e.id).values(|e| e.at.at_time_zone("Europe/Paris"));
    let shown = |text: &str| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    let expected = [shown("2026-10-25 02:30"), shown("2026-10-25 02:30"), shown("2026-08-01 00:30")];
    assert_eq!(local.await?, expected);
    let day = Event::all().order_by(|e| e.id).values(|e| e.at.at_time_zone("europe/paris").date().month());
    assert_eq!(day.await?, [10, 10, 8]);

    // Back: of two the later, of none what it would have been.
    let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().to_utc();
    let moments = |clock: &str| {
        Event::all().limit(1).values({
            let clock = shown(clock);
            move |_| orm::literal::<Event, _>(clock).in_time_zone("Europe/Paris")
        })
    };
    assert_eq!(moments("2026-10-25 02:30").get().await?, at("2026-10-25T01:30:00Z"));
    assert_eq!(moments("2026-03-29 02:30").get().await?, at("2026-03-29T01:30:00Z"));
    assert_eq!(moments("2026-07-01 12:00").get().await?, at("2026-07-01T10:00:00Z"));
    let nowhere = Event::all().values(|e| e.at.at_time_zone("Europe/Nowhere"));
    assert!(matches!(nowhere.await, Err(orm::Error::Database { .. })));
    Ok(())
}

#[orm::test(sqlite, postgres, models(Event))]
async fn now_is_now() -> orm::Result<()> {
    event("2020-01-01T00:00:00Z").await?;
    let before = Utc::now() - chrono::Duration::seconds(60);
    let now = Event::all().values(|_| orm::now::<Event>()).get().await?;
    assert!(now > before && now < Utc::now() + chrono::Duration::seconds(60));
    assert_eq!(Event::filter(|e| e.at.lt(orm::now())).count().await?, 1);
    assert_eq!(Event::filter(|e| e.at.date().lt(orm::now().date())).count().await?, 1);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Event))]
async fn groups_by_month() -> orm::Result<()> {
    for at in ["2026-01-05T00:00:00Z", "2026-01-31T23:59:59Z", "2026-02-01T00:00:00Z"] {
        event(at).await?;
    }
    let months =
        Event::all().values(|e| (e.at.trunc_month().date(), count())).order_by(|e| e.at.trunc_month().date()).await?;
    assert_eq!(months, [(day(2026, 1, 1), 2), (day(2026, 2, 1), 1)]);
    Ok(())
}
