//! Expressions: conditions, values and windows.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use orm::prelude::*;
use orm::{case, cume_dist, dense_rank, ntile, outer, percent_rank, rank, row_number, window};
use rust_decimal::Decimal;

use crate::models::{Author, Book, Tag};
use crate::rows::{columns, conditions, values};

/// A moment at half past an hour, and fifteen seconds.
fn moment(year: i32, month: u32, day: u32, hour: u32) -> DateTime<Utc> {
    NaiveDate::from_ymd_opt(year, month, day).unwrap().and_hms_opt(hour, 30, 15).unwrap().and_utc()
}

conditions! {
    of_conditions, CONDITIONS, b;
    "pages__gt=F(\"id\")" => b.pages.gt(b.id.cast::<i32>()) => 3;
    "Q(..) & Q(..)" => b.active.eq(true) & b.pages.gt(200) => 1;
    "Q(..) | Q(..)" => b.active.eq(true) | b.pages.gt(200) => 3;
    "Q(..) ^ Q(..)" => b.active.eq(true) ^ b.pages.gt(200) => 2;
    "~Q(..)" => !b.active.eq(true) => 1;
    "Exists(..)" => orm::exists(Author::filter(|a| a.id.eq(outer(b.author)) & a.name.eq("Frank"))) => 2;
    "~Exists(..)" => !orm::exists(Author::filter(|a| a.id.eq(outer(b.author)) & a.name.eq("Frank"))) => 1;
    "GreaterThan(Length(\"title\"), 4)" => b.title.length().gt(4) => 1;
    "RawSQL(\"%s %% 2 = 0\", ..)" => orm::fragment::<bool, _>("{} % 2 = 0", b.pages).eq(true) => 3;
}

values! {
    of_values, VALUES, b;
    "F(\"pages\") + 1" => b.pages + 1 => 413;
    "F(\"pages\") - 1" => b.pages - 1 => 411;
    "F(\"pages\") * 2" => b.pages * 2 => 824;
    "F(\"pages\") / 10" => b.pages / 10 => 41;
    "F(\"pages\") % 10" => b.pages % 10 => 2;
    "F(\"added\") + timedelta(days=1)" => b.added + TimeDelta::days(1) => moment(2026, 8, 1, 22);
    "F(\"added\") - timedelta(hours=2)" => b.added - Duration::from_secs(7_200) => moment(2026, 7, 31, 20);
    "F(\"published\") + timedelta(days=3)" => b.published + 3 => NaiveDate::from_ymd_opt(1965, 8, 4).unwrap();
    "ExpressionWrapper(F(\"added\") - F(\"published\"))" => b.added.date() - b.published => 22_279;
    "F(\"pages\") ** 2" => b.pages.power(2.0) => 169_744.0;
    "F(\"pages\").bitand(4)" => orm::fragment::<i32, _>("{} & 4", b.pages) => 4;
    "F(\"pages\").bitor(3)" => orm::fragment::<i32, _>("{} | 3", b.pages) => 415;
    "F(\"pages\").bitleftshift(1)" => orm::fragment::<i32, _>("{} << 1", b.pages) => 824;
    "F(\"pages\").bitrightshift(1)" => orm::fragment::<i32, _>("{} >> 1", b.pages) => 206;
    "F(\"title\")[:2]" => b.title.left(2) => "Du";
    "F(\"author__name\")" => b.author.name => "Frank";
    "Value(1)" => orm::literal(1) => 1;
    "Func(F(\"title\"), function=\"..\")" => orm::func::<String, _>("replace", (b.title, orm::literal("D"), orm::literal("T"))) => "Tune";
    "Func(.., template=\"..\")" => orm::fragment::<String, _>("{} || {}", (b.title, orm::literal("!"))) => "Dune!";
    "Case(When(..), default=..)" => case().when(b.pages.gt(400), "long").otherwise("short") => "long";
    "Case(When(..))" => case().when(b.pages.lt(400), b.title).end() => None;
    "Q(pages__gt=400), as a value" => b.pages.gt(400) => Some(true);
    "Subquery(..)" => Author::filter(|a| a.id.eq(outer(b.author))).values(|a| a.name).scalar() => Some("Frank".to_owned());
    "OuterRef(\"author\")" => Book::filter(|o| o.author.eq(outer(b.author))).values(|o| o.pages.sum()).scalar() => Some(600);
    "ArraySubquery(..)" => Book::filter(|o| o.author.eq(outer(b.author))).order_by(|o| o.id).values(|o| o.pages).array() => [412, 188];
    "ExpressionWrapper(.., output_field=DecimalField())" => b.pages.cast::<Decimal>() * b.price => Decimal::from(3914);
}

columns! {
    of_windows, WINDOWS, b;
    "Window(RowNumber(), order_by=..)" => row_number().over(window().order_by(b.pages)) => [2, 3, 1];
    "Window(Rank(), partition_by=.., order_by=..)" => rank().over(window().partition_by(b.author).order_by(b.pages)) => [2, 1, 1];
    "DenseRank()" => dense_rank().over(window().order_by(b.author)) => [1, 2, 1];
    "PercentRank()" => percent_rank().over(window().order_by(b.pages)) => [0.5, 1.0, 0.0];
    "CumeDist()" => cume_dist().over(window().partition_by(b.author).order_by(b.pages)) => [1.0, 1.0, 0.5];
    "Ntile(3)" => ntile(3).over(window().order_by(b.pages)) => [2, 3, 1];
    "Lag(\"pages\")" => b.pages.lag(1).over(window().order_by(b.pages)) => [Some(188), Some(412), None];
    "Lag(\"pages\", 1, default=0)" => b.pages.lag_or(1, 0).over(window().order_by(b.pages)) => [188, 412, 0];
    "Lead(\"pages\")" => b.pages.lead(1).over(window().order_by(b.pages)) => [Some(474), None, Some(412)];
    "FirstValue(\"pages\")" => b.pages.first_value().over(window().order_by(b.pages)) => [Some(188); 3];
    "LastValue(\"pages\")" => b.pages.last_value().over(window().order_by(b.pages).rows(..)) => [Some(474); 3];
    "NthValue(\"pages\", 2)" => b.pages.nth_value(2).over(window().order_by(b.pages).rows(..)) => [Some(412); 3];
    "Window(Sum(\"pages\"), order_by=..)" => b.pages.sum().over(window().order_by(b.id)) => [Some(412), Some(886), Some(1074)];
    "Window(Avg(\"pages\"), partition_by=..)" => b.pages.avg().over(window().partition_by(b.author)) => [Some(300.0), Some(474.0), Some(300.0)];
    "RowRange(start=-1, end=0)" => b.pages.sum().over(window().order_by(b.id).rows(-1..=0)) => [Some(412), Some(886), Some(662)];
    "RowRange(start=None, end=None)" => b.pages.sum().over(window().order_by(b.id).rows(..)) => [Some(1074); 3];
    "ValueRange(start=-100, end=100)" => count().over(window().order_by(b.pages).range(-100..=100)) => [2, 2, 1];
    "exclusion=WindowFrameExclusion.CURRENT_ROW" => b.pages.sum().over(window().rows(..).exclude(orm::expr::Exclude::CurrentRow)) => [Some(662), Some(600), Some(886)];
}
