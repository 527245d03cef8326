//! Database functions: what each gives for the book Dune.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use orm::prelude::*;
use rust_decimal::Decimal;

use crate::models::{Author, Book, Tag};
use crate::rows::{Near, values};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn moment(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

values! {
    of_several, SEVERAL, b;
    "Cast(\"pages\", FloatField())" => b.pages.cast::<f64>() => 412.0;
    "Coalesce(\"rating\", 0.0)" => b.rating.coalesce(0.0) => 4.5;
    "Greatest(\"pages\", 500)" => b.pages.greatest(500) => 500;
    "Least(\"pages\", 500)" => b.pages.least(500) => 412;
    "NullIf(\"pages\", 412)" => b.pages.null_if(412) => None;
    "JSONObject(title=\"title\")" => orm::json_object().field("title", b.title).build() => serde_json::json!({ "title": "Dune" });
    "JSONArray(\"title\", \"pages\")" => orm::json_array().item(b.title).item(b.pages).build() => serde_json::json!(["Dune", 412]);
}

values! {
    of_time, TIMES, b;
    "ExtractYear(\"published\")" => b.published.year() => 1965;
    "ExtractIsoYear(\"published\")" => b.published.iso_year() => 1965;
    "ExtractQuarter(\"published\")" => b.published.quarter() => 3;
    "ExtractMonth(\"published\")" => b.published.month() => 8;
    "ExtractWeek(\"published\")" => b.published.week() => 30;
    "ExtractDay(\"published\")" => b.published.day() => 1;
    "ExtractWeekDay(\"published\")" => b.published.week_day() => 1;
    "ExtractIsoWeekDay(\"published\")" => b.published.iso_week_day() => 7;
    "ExtractHour(\"added\")" => b.added.hour() => 22;
    "ExtractMinute(\"added\")" => b.added.minute() => 30;
    "ExtractSecond(\"added\")" => b.added.second() => 15;
    "Extract(\"added\", \"epoch\")" => b.added.epoch() => 1_785_537_015.0;
    "Extract(\"published\", \"doy\")" => b.published.day_of_year() => 213;
    "ExtractHour(\"added\", tzinfo=..)" => b.added.at_time_zone("Europe/Paris").hour() => 0;
    "TruncYear(\"published\")" => b.published.trunc_year() => day(1965, 1, 1);
    "TruncQuarter(\"published\")" => b.published.trunc_quarter() => day(1965, 7, 1);
    "TruncMonth(\"published\")" => b.published.trunc_month() => day(1965, 8, 1);
    "TruncWeek(\"published\")" => b.published.trunc_week() => day(1965, 7, 26);
    "TruncDay(\"added\")" => b.added.trunc_day() => moment("2026-07-31T00:00:00Z");
    "TruncHour(\"added\")" => b.added.trunc_hour() => moment("2026-07-31T22:00:00Z");
    "TruncMinute(\"added\")" => b.added.trunc_minute() => moment("2026-07-31T22:30:00Z");
    "TruncSecond(\"added\")" => b.added.trunc_second() => moment("2026-07-31T22:30:15Z");
    "TruncDate(\"added\")" => b.added.date() => day(2026, 7, 31);
    "TruncTime(\"added\")" => b.added.time() => NaiveTime::from_hms_opt(22, 30, 15).unwrap();
    "TruncMonth(\"added\", tzinfo=..)" => b.added.at_time_zone("Europe/Paris").trunc_month().date() => day(2026, 8, 1);
    "Now()" => b.published.year().lt(orm::now().year()) => Some(true);
}

values! {
    of_numbers, NUMBERS, b;
    "Abs(\"pages\")" => b.pages.abs() => 412;
    "ACos(\"discount\")" => b.discount.acos() => Near(0.5_f64.acos());
    "ASin(\"discount\")" => b.discount.asin() => Near(0.5_f64.asin());
    "ATan(\"discount\")" => b.discount.atan() => Near(0.5_f64.atan());
    "ATan2(\"discount\", 2.0)" => b.discount.atan2(2.0) => Near(0.5_f64.atan2(2.0));
    "Ceil(\"rating\")" => b.rating.ceil() => Some(5.0);
    "Cos(\"discount\")" => b.discount.cos() => Near(0.5_f64.cos());
    "Cot(\"discount\")" => b.discount.cot() => Near(1.0 / 0.5_f64.tan());
    "Degrees(\"discount\")" => b.discount.to_degrees() => Near(0.5_f64.to_degrees());
    "Exp(\"discount\")" => b.discount.exp() => Near(0.5_f64.exp());
    "Floor(\"rating\")" => b.rating.floor() => Some(4.0);
    "Ln(\"pages\")" => b.pages.ln() => Near(412.0_f64.ln());
    "Log(2, \"pages\")" => b.pages.log(2.0) => Near(412.0_f64.log2());
    "Mod(\"pages\", 10)" => b.pages % 10 => 2;
    "Pi()" => orm::literal(std::f64::consts::PI) => std::f64::consts::PI;
    "Power(\"pages\", 2)" => b.pages.power(2.0) => 169_744.0;
    "Radians(\"pages\")" => b.pages.to_radians() => Near(412.0_f64.to_radians());
    "Random()" => orm::random().lt(1.0) => Some(true);
    "Round(\"price\")" => b.price.round() => Decimal::from(10);
    "Round(\"price\", precision=1)" => b.price.round_to(1) => Decimal::new(95, 1);
    "Sign(\"pages\")" => b.pages.sign() => 1;
    "Sin(\"discount\")" => b.discount.sin() => Near(0.5_f64.sin());
    "Sqrt(\"pages\")" => b.pages.sqrt() => Near(412.0_f64.sqrt());
    "Tan(\"discount\")" => b.discount.tan() => Near(0.5_f64.tan());
}

values! {
    of_text, TEXTS, b;
    "Concat(\"title\", Value(\"!\"))" => b.title.concat("!") => "Dune!";
    "Left(\"title\", 2)" => b.title.left(2) => "Du";
    "Length(\"title\")" => b.title.length() => 4;
    "Lower(\"title\")" => b.title.lower() => "dune";
    "LPad(\"title\", 6, Value(\"*\"))" => b.title.pad_start(6, "*") => "**Dune";
    "LTrim(\"title\")" => b.title.trim_start() => "Dune";
    "MD5(\"title\")" => b.title.md5() => "9b237584654fe1ef24a81c77510b4492";
    "Ord(\"title\")" => b.title.ord() => 68;
    "Repeat(\"title\", 2)" => b.title.repeat(2) => "DuneDune";
    "Replace(\"title\", Value(\"D\"), Value(\"T\"))" => b.title.replace("D", "T") => "Tune";
    "Reverse(\"title\")" => b.title.reversed() => "enuD";
    "Right(\"title\", 2)" => b.title.right(2) => "ne";
    "RPad(\"title\", 6, Value(\"*\"))" => b.title.pad_end(6, "*") => "Dune**";
    "RTrim(\"title\")" => b.title.trim_end() => "Dune";
    "SHA224(\"title\")" => b.title.sha224() => "d37b2d8500891b4d00c9666d1fd27940ed50ce770b321c09b1812fd4";
    "SHA256(\"title\")" => b.title.sha256() => "baa25eb4ed6ca6eda34b8af32f78de3ac89cce7aa40f915606e92275a001cdaf";
    "SHA384(\"title\")" => b.title.sha384() => "9f6c38d37968931e2eb00a61fd4fbbdec14c12f7f3a631b4807f9adaecf0aea371741921b54eb79d391cb436c0fbc331";
    "SHA512(\"title\")" => b.title.sha512() => "ae45c1b1f4d0069a98ca89f128eb39137b49c603da27dc36368b67049d4e02aa28cdb439a43122916c506428ce6e0c5628c75a7f1258896cfacab67b5eaf7437";
    "StrIndex(\"title\", Value(\"n\"))" => b.title.position_of("n") => 3;
    "Substr(\"title\", 2, 2)" => b.title.substr(2, 2) => "un";
    "Trim(\"title\")" => b.title.trim() => "Dune";
    "Upper(\"title\")" => b.title.upper() => "DUNE";
}
