//! Lookups: how many of the three books meet each condition.

use orm::prelude::*;

use crate::models::{Author, Book, Tag};
use crate::rows::conditions;

conditions! {
    lookups, LOOKUPS, b;
    "exact" => b.title.eq("Dune") => 1;
    "exact=None" => b.rating.eq(None) => 1;
    "iexact" => b.title.iexact("dune") => 1;
    "contains" => b.title.contains("um") => 0;
    "icontains" => b.title.icontains("UN") => 1;
    "in" => b.id.in_([1, 2]) => 2;
    "in, of a queryset" => b.author.in_(Author::filter(|a| a.name.eq("Frank"))) => 2;
    "gt" => b.pages.gt(412) => 1;
    "gte" => b.pages.ge(412) => 2;
    "lt" => b.pages.lt(412) => 1;
    "lte" => b.pages.le(412) => 2;
    "startswith" => b.title.starts_with("D") => 1;
    "istartswith" => b.title.istarts_with("d") => 1;
    "endswith" => b.title.ends_with("a") => 1;
    "iendswith" => b.title.iends_with("A") => 1;
    "range" => b.pages.between(188, 412) => 2;
    "isnull=True" => b.rating.is_null() => 1;
    "isnull=False" => b.rating.is_not_null() => 2;
    "regex" => b.title.regex("^[DE]") => 2;
    "iregex" => b.title.iregex("^[de]") => 2;
    "date" => b.added.date().eq(chrono::NaiveDate::from_ymd_opt(2026, 7, 31).unwrap()) => 3;
    "year" => b.published.year().eq(1965) => 1;
    "iso_year" => b.published.iso_year().eq(1970) => 1;
    "month" => b.published.month().eq(8) => 1;
    "day" => b.published.day().eq(1) => 2;
    "week" => b.published.week().eq(1) => 1;
    "week_day" => b.published.week_day().eq(1) => 1;
    "iso_week_day" => b.published.iso_week_day().eq(7) => 1;
    "quarter" => b.published.quarter().eq(3) => 1;
    "time" => b.added.time().gt(chrono::NaiveTime::MIN) => 3;
    "hour" => b.added.hour().eq(22) => 3;
    "minute" => b.added.minute().eq(30) => 3;
    "second" => b.added.second().ge(15) => 3;
    "published__year__gte" => b.published.year().ge(1965) => 2;
}
