//! `+` and `-` of days, times, moments and spans of time, beside Rust's own.

use std::time::Duration;

use chrono::{DateTime, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use orm::prelude::*;
use orm::value::Interval;

#[derive(Model, Debug)]
#[orm(table = "parcel")]
struct Parcel {
    id: i64,
    day: NaiveDate,
    time: NaiveTime,
    local: NaiveDateTime,
    placed: DateTime<Utc>,
    delivered: Option<DateTime<Utc>>,
    span: Interval,
    delta: TimeDelta,
    length: Duration,
    days: i32,
    few: Option<i16>,
    sender: Option<ForeignKey<Sender>>,
}

#[derive(Model, Debug)]
#[orm(table = "parcel_sender")]
struct Sender {
    id: i64,
    since: NaiveDate,
}

const MOMENTS: [&str; 9] = [
    "2024-01-31T23:59:59.999999Z",
    "2024-02-29T12:30:15.5Z",
    "2026-03-29T00:30:00Z", // clocks are put forward in much of Europe an hour later
    "2026-10-25T00:30:00Z",
    "1970-01-01T00:00:00Z",
    "1969-12-31T23:59:59.999999Z",
    "2000-12-31T05:06:07.000001Z",
    "0400-03-01T10:00:00Z",
    "9000-06-30T20:00:00Z",
];

const SPANS: [Interval; 14] = [
    span(0, 0, 0),
    span(1, 0, 0),
    span(-1, 0, 0),
    span(12, 0, 0),
    span(-13, 5, 1),
    span(0, 1, 0),
    span(0, -60, 0),
    span(0, 0, 1),
    span(0, 0, -1),
    span(0, 0, 86_400_000_000),
    span(1, -1, 3_600_000_000),
    span(-1, 1, -90_000_000_001),
    span(0, 100_000, -7),
    span(11, 30, 86_399_999_999),
];

const fn span(months: i32, days: i32, microseconds: i64) -> Interval {
    Interval { months, days, microseconds }
}

fn moment(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

fn parcel(at: DateTime<Utc>) -> NewParcel {
    let local = at.naive_utc();
    let new = Parcel::create().day(local.date()).time(local.time()).local(local).placed(at);
    new.span(span(0, 0, 0)).delta(TimeDelta::zero()).length(Duration::ZERO).days(0)
}

/// Months, then days, then what is less.
fn moved(at: NaiveDateTime, span: Interval, back: bool) -> NaiveDateTime {
    let sign = if back { -1 } else { 1 };
    let (months, days) = (span.months * sign, span.days * sign);
    let months_of = Months::new(months.unsigned_abs());
    let at = if months < 0 { at - months_of } else { at + months_of };
    let days_of = Days::new(days.unsigned_abs().into());
    let at = if days < 0 { at - days_of } else { at + days_of };
    at + TimeDelta::microseconds(span.microseconds * i64::from(sign))
}

#[orm::test(sqlite, postgres, models(Sender, Parcel))]
async fn spans_are_added_and_subtracted() -> orm::Result<()> {
    let all = || MOMENTS.iter().flat_map(|at| SPANS.iter().map(|span| (moment(at), *span)));
    Parcel::bulk_create(all().map(|(at, span)| parcel(at).span(span))).await?;
    let rows = Parcel::all().order_by(|p| p.id).values(|p| {
        let moments = (p.placed + p.span, p.placed - p.span, p.local + p.span, p.local - p.span);
        (moments, (p.day + p.span, p.day - p.span), (p.time + p.span, p.time - p.span))
    });
    for (row, (at, span)) in rows.await?.into_iter().zip(all()) {
        let (moments, days, times) = row;
        let (local, midnight) = (at.naive_utc(), at.date_naive().and_time(NaiveTime::MIN));
        let (after, before) = (moved(local, span, false), moved(local, span, true));
        assert_eq!(moments, (after.and_utc(), before.and_utc(), after, before), "{at} and {span}");
        assert_eq!(days, (moved(midnight, span, false), moved(midnight, span, true)), "{at} and {span}");
        let rest = TimeDelta::microseconds(span.microseconds);
        assert_eq!(times, (local.time() + rest, local.time() - rest), "{at} and {span}");
    }
    // The same where the span is a value.
    for span in SPANS {
        let rows = Parcel::all().order_by(|p| p.id).values(|p| (p.placed, p.placed + span, p.placed - span));
        for (at, after, before) in rows.await? {
            let (later, earlier) = (moved(at.naive_utc(), span, false), moved(at.naive_utc(), span, true));
            assert_eq!((after, before), (later.and_utc(), earlier.and_utc()), "{at} and {span}");
        }
    }
    Ok(())
}

#[orm::test(sqlite, postgres, models(Sender, Parcel))]
async fn spans_of_every_type() -> orm::Result<()> {
    let at = moment(MOMENTS[0]);
    let (day, hour) = (TimeDelta::days(1), Duration::from_secs(3_600));
    parcel(at).delta(day).length(hour).await?;
    let row = Parcel::all().values(|p| {
        (p.placed + p.delta, p.placed + p.length, p.placed + day - hour, p.local + hour, p.day + p.delta + hour)
    });
    let midnight = at.date_naive().and_time(NaiveTime::MIN);
    assert_eq!(row.get().await?, (at + day, at + hour, at + day - hour, at.naive_utc() + hour, midnight + day + hour));
    // A span plus a span is what the left one is.
    let row =
        Parcel::all().values(|p| (p.delta + p.length, p.length - hour, p.span + day, p.delta - p.span, p.delta - day));
    let hours = |hours: i64| span(0, 0, hours * 3_600_000_000);
    assert_eq!(row.get().await?, (TimeDelta::hours(25), Duration::ZERO, hours(24), day, TimeDelta::zero()));
    let sums = Parcel::all().values(|p| (p.span + span(1, 2, 3) - span(3, -2, 1), p.span - span(i32::MAX, 0, 0)));
    assert_eq!(sums.get().await?, (span(-2, 4, 2), span(-i32::MAX, 0, 0)));
    // What a type cannot hold is an error that says what can.
    let months = Parcel::all().values(|p| p.delta + span(1, 0, 0)).await.unwrap_err().to_string();
    assert!(months.contains("months have no fixed length: read it as an orm::value::Interval"), "{months}");
    let negative = Parcel::all().values(|p| p.length - day).await.unwrap_err().to_string();
    assert!(negative.contains("a Duration is not: read it as a chrono::TimeDelta"), "{negative}");
    Ok(())
}

#[orm::test(sqlite, postgres, models(Sender, Parcel))]
async fn differences() -> orm::Result<()> {
    for from in MOMENTS {
        for to in MOMENTS {
            let (from, to) = (moment(from), moment(to));
            let sender = Sender::create().since(to.date_naive()).await?;
            let parcel = parcel(from).delivered(to).sender(&sender).await?;
            let (from_local, to_local) = (from.naive_utc(), to.naive_utc());
            let row = Parcel::filter(|p| p.id.eq(parcel.id)).values(|p| {
                let days = (p.day - to_local.date(), p.sender.since - p.day);
                (p.delivered - p.placed, p.placed - to, p.local - to_local, p.time - to_local.time(), days)
            });
            let (delivered, placed, local, time, days) = row.get().await?;
            let exact = (to - from).num_microseconds().unwrap();
            let day = 86_400_000_000;
            // Days of 24 hours, and what is less than one; never months.
            let expected = |micros: i64| span(0, i32::try_from(micros / day).unwrap(), micros % day);
            assert_eq!((delivered, placed, local), (Some(expected(exact)), expected(-exact), expected(-exact)));
            assert_eq!(TimeDelta::try_from(placed).unwrap(), from - to);
            let apart = (from_local.time() - to_local.time()).num_microseconds().unwrap();
            assert_eq!(time, span(0, 0, apart));
            let apart = i32::try_from((from_local.date() - to_local.date()).num_days()).unwrap();
            assert_eq!(days, (apart, Some(-apart)));
        }
    }
    Ok(())
}

#[orm::test(sqlite, postgres, models(Sender, Parcel))]
async fn days_are_counted() -> orm::Result<()> {
    let at = moment(MOMENTS[1]);
    parcel(at).days(-60).few(1).await?;
    let row = Parcel::all().values(|p| (p.day + 1, p.day - 366, p.day + p.days, p.day - p.few, p.day + 1 - p.days));
    let day = |days| at.date_naive() + TimeDelta::days(days);
    assert_eq!(row.get().await?, (day(1), day(-366), day(-60), Some(day(-1)), day(61)));
    assert_eq!(Parcel::all().values(|p| (p.day - (p.day + 3), p.day + None::<i32>)).get().await?, (-3, None));
    Ok(())
}

#[orm::test(sqlite, postgres, models(Sender, Parcel))]
async fn wherever_an_expression_stands() -> orm::Result<()> {
    let at = moment(MOMENTS[1]);
    let hour = TimeDelta::hours(1);
    for hours in [30, 3, 50] {
        parcel(at).delivered(at + hour * hours).await?;
    }
    parcel(at).await?;
    let took = |p: &Fields<Parcel>| p.delivered - p.placed;
    assert_eq!(Parcel::filter(|p| took(p).gt(TimeDelta::hours(24))).count().await?, 2);
    assert_eq!(Parcel::filter(|p| took(p).le(Duration::from_secs(3 * 3_600))).count().await?, 1);
    assert_eq!(Parcel::filter(|p| took(p).eq(span(0, 1, 6 * 3_600_000_000))).count().await?, 1);
    assert_eq!(Parcel::filter(|p| took(p).is_null()).count().await?, 1);
    assert_eq!(Parcel::filter(|p| p.delivered.lt(p.placed + hour * 4)).count().await?, 1);
    assert_eq!(Parcel::filter(q!(|p| p.delivered - p.placed > hour && p.day + 1 > p.day)).count().await?, 3);
    // A value of the program on the left.
    let late = at + hour * 60;
    assert_eq!(Parcel::filter(q!(|p| late - p.delivered < hour * 20)).count().await?, 1);
    assert_eq!(Parcel::filter(q!(|p| at + p.delta == p.placed && hour + p.span > p.delta)).count().await?, 4);
    let order = Parcel::filter(|p| p.delivered.is_not_null()).order_by(|p| took(p).desc()).values(|p| p.id);
    assert_eq!(order.await?, [3, 1, 2]);
    let groups = Parcel::all().values(|p| (p.day + 1, count(), p.delivered.max()));
    assert_eq!(groups.await?, [(at.date_naive() + Days::new(1), 4, Some(at + hour * 50))]);
    let longest = Parcel::all().aggregate(|p| (p.placed + p.delta).max()).await?;
    assert_eq!(longest, Some(at));
    assert_eq!(Parcel::filter(|p| (p.placed - orm::now()).lt(hour)).count().await?, 4);

    Parcel::filter(|p| p.delivered.is_null())
        .update(|p| (p.delivered.set(p.placed + hour), p.span.set(p.span + hour)))
        .await?;
    let row = Parcel::all().order_by(|p| p.id.desc()).values(|p| (p.delivered, p.span)).first().await?;
    assert_eq!(row, Some((Some(at + hour), span(0, 0, 3_600_000_000))));
    Ok(())
}

#[orm::test(sqlite, postgres, models(Sender, Parcel))]
async fn what_no_database_can_hold() -> orm::Result<()> {
    parcel(moment(MOMENTS[8])).span(span(i32::MAX, 0, 0)).await?;
    let far = span(12 * 300_000, 0, 0);
    assert!(Parcel::all().values(|p| p.placed + far).await.is_err());
    assert!(Parcel::all().values(|p| p.placed - span(i32::MIN, 0, 0)).await.is_err());
    assert!(Parcel::all().values(|p| p.day + span(0, i32::MAX, 0)).await.is_err());
    assert!(Parcel::all().values(|p| p.day + i32::MAX).await.is_err());
    assert!(Parcel::all().values(|p| p.day - i32::MIN).await.is_err());
    assert!(Parcel::all().values(|p| p.span + p.span).await.is_err());
    assert!(
        Parcel::all()
            .values(|p| p.span + TimeDelta::microseconds(i64::MAX) + TimeDelta::microseconds(1))
            .await
            .is_err()
    );
    let unfit = Parcel::all().values(|p| p.placed + TimeDelta::MAX).await;
    assert!(matches!(unfit, Err(orm::Error::InvalidValue { .. } | orm::Error::Unsupported { .. })), "{unfit:?}");
    Ok(())
}

/// A day is 24 hours, whatever the clocks of the connection's time zone do.
#[orm::test(postgres, models(Sender, Parcel))]
async fn in_utc_whatever_the_time_zone() -> orm::Result<()> {
    let at = moment("2026-03-28T12:00:00Z");
    parcel(at).delivered(at + TimeDelta::days(1)).await?;
    orm::atomic(async {
        orm::execute("SET LOCAL TIME ZONE 'Europe/Paris'", ()).await?;
        let row =
            Parcel::all().values(|p| (p.placed + span(0, 1, 0), p.placed + span(1, 0, 0), p.delivered - p.placed));
        let later = (at + TimeDelta::days(1), moment("2026-04-28T12:00:00Z"), Some(span(0, 1, 0)));
        assert_eq!(row.get().await?, later);
        Ok(())
    })
    .await
}

#[test]
fn as_it_is_written() {
    let sql = Parcel::all().values(|p| (p.placed + p.span, p.day - 1, p.delivered - p.placed)).to_sql();
    assert_eq!(
        sql,
        r#"SELECT (("placed" AT TIME ZONE 'UTC' + "span") AT TIME ZONE 'UTC'), ("day" - $1), ("delivered" - "placed") FROM "parcel""#
    );
}
