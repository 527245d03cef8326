//! Ranges: what they are as columns, and what is refused. Random ones are compared with sets of points in `points`.

mod points;

use std::ops::Bound;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use orm::Error;
use orm::prelude::*;
use orm::value::Range;
use rust_decimal::Decimal;

#[derive(Model, Debug, Clone)]
#[orm(table = "type_ranges")]
struct Booking {
    id: i64,
    #[orm(unique)]
    nights: Range<i32>,
    maybe: Option<Range<i32>>,
    price: Range<Decimal>,
    days: Range<NaiveDate>,
    local: Range<NaiveDateTime>,
    moments: Range<DateTime<Utc>>,
    several: Vec<Range<i64>>,
    number: i32,
    #[orm(default = "Paris")]
    name: String,
}

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 7, day).unwrap()
}

fn noon(of: u32) -> DateTime<Utc> {
    day(of).and_hms_opt(12, 0, 0).unwrap().and_utc()
}

fn decimal(tenths: i64) -> Decimal {
    Decimal::new(tenths, 1)
}

fn booking(nights: impl Into<Range<i32>>) -> NewBooking {
    Booking::create()
        .nights(nights.into())
        .price(decimal(15)..=decimal(20))
        .days(day(1)..=day(31))
        .local(noon(1).naive_utc()..)
        .moments(noon(1)..noon(2))
        .several(vec![Range::from(1..5), Range::empty(), Range::from(..=3)])
        .number(4)
}

#[orm::test(sqlite, postgres, models(Booking))]
async fn what_they_are_asked() -> orm::Result<()> {
    let b = Booking::fields();
    booking(3..=5).await?;
    let empty = Range::<i32>::empty();
    for (condition, expected) in [
        (b.nights.eq(3..6) & b.nights.eq((Bound::Excluded(2), Bound::Included(5))) & b.nights.ne(3..5), true),
        (b.nights.contains(3) & b.nights.contains(b.number) & b.nights.contains(b.number + 1), true),
        (b.nights.contains(6) | b.nights.contains(b.number * 2), false),
        (b.nights.contains(4..5) & b.nights.contains(empty.clone()) & b.nights.contains(b.nights), true),
        (b.nights.contains(4..) | b.nights.contains(..), false),
        (b.nights.contained_by(..) & b.nights.contained_by(0..=5) & b.nights.contained_by(b.nights), true),
        (b.nights.contained_by(4..) | b.nights.contained_by(empty.clone()), false),
        (b.nights.overlaps(5..) & b.nights.overlaps(..4) & b.nights.overlaps(b.nights), true),
        (b.nights.overlaps(6..) | b.nights.overlaps(..3) | b.nights.overlaps(empty.clone()), false),
        (b.nights.fully_lt(6..) & b.nights.fully_gt(..3) & b.nights.not_lt(3..) & b.nights.not_gt(..6), true),
        (b.nights.fully_lt(5..) | b.nights.fully_gt(..=3) | b.nights.not_lt(4..) | b.nights.not_gt(..=4), false),
        (b.nights.adjacent_to(6..) & b.nights.adjacent_to(..3) & !b.nights.adjacent_to(7..), true),
        (b.nights.lower_inc() & !b.nights.upper_inc() & !b.nights.lower_inf() & b.local.upper_inf(), true),
        (b.nights.is_empty(), false),
        (b.nights.intersection(6..).is_empty(), true),
        (b.nights.lower().eq(3) & b.nights.upper().eq(6) & b.local.upper().eq(None), true),
        (b.nights.gt(3..5) & b.nights.gt(..) & b.nights.gt(empty.clone()) & b.nights.lt(3..) & b.nights.lt(4..5), true),
        (b.nights.in_([Range::from(3..6), Range::from(1..2)]) & b.nights.not_in([4..5, 7..8]), true),
        (b.maybe.contains(4) | b.maybe.overlaps(..) | b.maybe.is_empty() | b.maybe.fully_lt(b.nights), false),
        (b.maybe.contains(4).is_null() & b.maybe.lower().is_null() & b.maybe.union(1..2).is_null(), true),
        (b.maybe.eq(None) & b.nights.contains(b.maybe.lower()).is_null(), true),
        (b.price.contains(decimal(20)) & b.price.contains(2) & !b.price.contains(decimal(14)), true),
        (b.price.upper_inc() & b.price.lower().gt(1) & b.price.eq(Decimal::new(150, 2)..=Decimal::TWO), true),
        (b.days.contains(day(31)) & b.days.upper().eq(day(31) + TimeDelta::days(1)), true),
        (b.days.overlaps(day(31)..) & b.days.adjacent_to(..day(1)), true),
        (b.local.contains(noon(9).naive_utc()) & b.local.lower().eq(noon(1).naive_utc()), true),
        (b.moments.contains(noon(1)) & !b.moments.contains(noon(2)) & b.moments.lower().lt(noon(2)), true),
        (b.moments.contains(noon(1) + TimeDelta::microseconds(86_399_999_999)), true),
        (
            b.several.has(Range::from(1..=4))
                & b.several.has(Range::empty())
                & b.several.contains_all([Range::from(..4)]),
            true,
        ),
        (b.several.has(Range::from(1..4)) | b.several.overlaps([Range::from(5..6)]), false),
        (b.several.at(1).eq(Range::empty()) & b.several.len().eq(3), true),
        (b.name.contains("ari") & b.name.lower().eq("paris") & b.name.upper().contains("PARIS"), true),
    ] {
        let sql = Booking::filter(|_| condition.clone()).to_sql();
        assert_eq!(Booking::filter(|_| condition).exists().await?, expected, "{sql}");
    }
    Ok(())
}

#[orm::test(sqlite, postgres, models(Booking))]
async fn what_they_make() -> orm::Result<()> {
    let row = booking(3..6).await?;
    let made = Booking::all().values(|b| {
        (
            b.nights.intersection(5..),
            b.nights.union(6..),
            b.nights.difference(..5),
            b.maybe.intersection(b.nights),
            b.price.intersection(decimal(17)..),
            b.days.difference(day(9)..),
        )
    });
    let expected = (
        Range::from(5..6),
        Range::from(3..),
        Range::from(5..6),
        None,
        Range::from(decimal(17)..=decimal(20)),
        Range::from(day(1)..day(9)),
    );
    assert_eq!(made.get().await?, expected);
    let bounds = Booking::all().values(|b| (b.nights.lower(), b.price.upper(), b.days.upper(), b.local.lower()));
    let expected = (Some(3), Some(decimal(20)), Some(day(31) + TimeDelta::days(1)), Some(noon(1).naive_utc()));
    assert_eq!(bounds.get().await?, expected);
    Booking::filter(|b| b.id.eq(row.id)).update(|b| b.nights.set(b.nights.union(6..=8))).await?;
    Booking::all().update(|b| b.maybe.set(Range::from(..))).await?;
    let mut row = Booking::get(row.id).await?;
    assert_eq!((&row.nights, &row.maybe), (&Range::from(3..9), &Some(Range::all())));
    row.nights = (1..2).into();
    row.save().await?;
    assert_eq!(Booking::get(row.id).await?.nights, Range::from(1..2));
    Ok(())
}

#[orm::test(sqlite, postgres, models(Booking))]
async fn two_in_one_where_there_is_a_gap() -> orm::Result<()> {
    booking(3..6).await?;
    let union = Booking::all().values(|b| b.nights.union(8..9)).await.unwrap_err();
    assert!(matches!(union, Error::Database { .. }), "{union:?}");
    let difference = Booking::all().values(|b| b.nights.difference(4..5)).await.unwrap_err();
    assert!(matches!(difference, Error::Database { .. }), "{difference:?}");
    Ok(())
}

#[orm::test(sqlite, postgres, models(Booking))]
async fn in_their_order_once_each() -> orm::Result<()> {
    let ranges: Vec<Range<i32>> =
        [Range::from(10..), Range::from(2..), Range::empty(), Range::from(..), Range::from(..5), Range::from(2..10)]
            .into();
    Booking::bulk_create(ranges.iter().map(|nights| booking(nights.clone()))).await?;
    let mut sorted = ranges.clone();
    sorted.sort();
    assert_eq!(Booking::all().order_by(|b| b.nights).values(|b| b.nights).await?, sorted);
    assert_eq!(Booking::all().values(|b| b.price).distinct().await?.len(), 1);
    let groups = Booking::all().values(|b| (b.days, count())).await?;
    assert_eq!(groups, [(Range::from(day(1)..=day(31)), 6)]);
    let error = booking(2..=9).await.unwrap_err();
    assert!(matches!(error, Error::UniqueViolation { .. }), "{error:?}");
    let page: Vec<Booking> = Booking::all().order_by(|b| b.nights.desc()).limit(2).await?;
    assert_eq!(page[0].nights, Range::from(10..));
    Ok(())
}

#[orm::test(sqlite, postgres, models(Booking))]
#[allow(clippy::reversed_empty_ranges, reason = "they are refused")]
async fn what_is_refused() -> orm::Result<()> {
    let reversed = "the range's lower bound is above its upper one";
    let no_next = "the range's bound is the last value of its type, and none comes after it: leave the bound out";
    for (nights, expected) in [(Range::from(5..1), reversed), (Range::from(1..=i32::MAX), no_next)] {
        for error in [
            booking(nights.clone()).await.unwrap_err(),
            Booking::bulk_create([booking(nights.clone())]).await.unwrap_err(),
        ] {
            let Error::InvalidValue { model: "Booking", field: "nights", reason } = error else { panic!("{error:?}") };
            assert_eq!(reason, expected);
        }
        let error = Booking::filter(|b| b.nights.overlaps(nights.clone())).await.unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    }
    let list = booking(1..2).several(vec![Range::from(2_i64..1)]).await.unwrap_err();
    assert!(matches!(list, Error::InvalidValue { field: "several", .. }), "{list:?}");
    let error = booking(1..2).days(NaiveDate::MIN..day(1)).await.unwrap_err();
    let Error::InvalidValue { model: "Booking", field: "days", reason } = error else { panic!("{error:?}") };
    assert_eq!(reason, "a bound of the range is a day before 4714 BC or after the year 5874897");
    let error = booking(1..2).moments(DateTime::<Utc>::MIN_UTC..).await.unwrap_err();
    let Error::InvalidValue { model: "Booking", field: "moments", reason } = error else { panic!("{error:?}") };
    assert_eq!(reason, "a bound of the range is a moment before 4714 BC or after the year 294276");
    Ok(())
}

#[orm::test(sqlite, postgres, models(Booking))]
async fn in_years_of_any_length() -> orm::Result<()> {
    let early = NaiveDate::from_ymd_opt(-43, 3, 15).unwrap();
    let late = NaiveDate::from_ymd_opt(9_999, 12, 31).unwrap();
    let moment = |day: NaiveDate| day.and_hms_micro_opt(1, 2, 3, 4).unwrap();
    let (days, local) = (Range::from(early..=late), Range::from(moment(early)..=moment(late + TimeDelta::days(5))));
    let moments = Range::from(moment(early).and_utc()..);
    booking(1..2).days(days.clone()).local(local.clone()).moments(moments.clone()).await?;
    let found =
        Booking::filter(|b| b.days.contains(late) & b.local.fully_gt(..moment(early)) & b.moments.eq(moments.clone()));
    let row = found.get().await?;
    assert_eq!((row.days, row.local, row.moments), (days, local, moments));
    Ok(())
}

#[orm::test(sqlite, postgres, models(Booking))]
#[allow(clippy::reversed_empty_ranges, reason = "it is refused")]
async fn of_the_program() -> orm::Result<()> {
    booking(3..6).await?;
    for (range, expected) in [
        (Range::from(4..5), 1),
        (Range::from(..=4), 1),
        (Range::from(5..), 0),
        (Range::from(..), 1),
        (Range::empty(), 0),
    ] {
        assert_eq!(Booking::filter(q!(|b| range.contains(&b.number))).count().await?, expected, "{range}");
        assert_eq!(Booking::filter(|b| b.number.is_null() | b.nights.eq(range.clone())).count().await?, 0);
    }
    let price = Range::from(decimal(39)..=decimal(40));
    assert_eq!(Booking::filter(q!(|b| price.contains(&b.price.upper()))).count().await?, 0);
    let broken = Range::from(5..1);
    assert!(Booking::filter(q!(|b| broken.contains(&b.number))).count().await.is_err());
    Ok(())
}

#[orm::test(sqlite, postgres, models(Booking))]
async fn asked_for_by_bounds_that_are_too_large() -> orm::Result<()> {
    booking(3..6).await?;
    let lookups = orm::query::Lookups::<Booking>::new().allow(|b| (b.days, b.nights));
    for text in ["[J99999999999,)", "(,J99999999999)", "[1,2]"] {
        let error = lookups.parse(&format!("days={text}")).unwrap_err();
        assert!(error.to_string().contains("must be a range of days"), "{error}");
    }
    assert!(lookups.parse("nights=[2147483648,)").is_err());
    Ok(())
}

#[orm::test(sqlite, postgres, models(Booking))]
async fn up_to_the_last_day_of_sqlite(db: orm::Db) -> orm::Result<()> {
    let last = NaiveDate::from_ymd_opt(9_999, 12, 31).unwrap();
    let row = booking(1..2).days(day(1)..=last).await?;
    assert_eq!(Booking::get(row.id).await?.days, Range::from(day(1)..=last));
    assert!(Booking::filter(|b| b.days.contains(last)).exists().await?);
    let upper = Booking::all().values(|b| b.days.upper()).await;
    match db.dialect() {
        orm::sql::Dialect::Postgres => assert_eq!(upper?, [last.succ_opt()]),
        _ => {
            let error = upper.unwrap_err().to_string();
            assert!(error.contains("0 to 9999"), "{error}");
        }
    }
    Ok(())
}
