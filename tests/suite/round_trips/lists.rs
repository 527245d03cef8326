use std::net::IpAddr;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use orm::prelude::*;
use orm::value::{Interval, IpNetwork};
use proptest::collection::{VecStrategy, vec};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::Value;
use uuid::Uuid;

use super::documents::{Profile, documents, profiles};
use super::enums::{Native, natives};
use super::harness::round_trips;
use super::networks::{addresses, networks};
use super::numbers::{decimals, doubles, reals};
use super::texts::texts;
use super::times::{clocks, dates, intervals, moments};

fn few<S: Strategy>(elements: S) -> VecStrategy<S> {
    vec(elements, 0..5)
}

fn some<S: Strategy>(elements: S) -> VecStrategy<proptest::option::OptionStrategy<S>> {
    few(proptest::option::of(elements))
}

#[derive(Field, Debug, Clone, PartialEq)]
struct Tag(String);

#[derive(DbEnum, Debug, Clone, Copy, PartialEq)]
enum Colour {
    Red,
    Green,
}

round_trips! {
    booleans("round_trips_bools", Vec<bool>) => few(any::<bool>());
    tinies("round_trips_i8s", Vec<i8>) => few(any::<i8>());
    smalls("round_trips_i16s", Vec<i16>) => few(any::<i16>());
    mediums("round_trips_i32s", Vec<i32>) => few(any::<i32>());
    bigs("round_trips_i64s", Vec<i64>) => few(any::<i64>());
    unsigned("round_trips_u32s", Vec<u32>) => few(any::<u32>());
    unsigned_bigs("round_trips_u64s", Vec<u64>) => few(0..=i64::MAX.unsigned_abs());
    reals("round_trips_f32s", Vec<f32>) => few(super::reals());
    doubles("round_trips_f64s", Vec<f64>) => few(super::doubles());
    decimals("round_trips_decimals", Vec<Decimal>) => few(super::decimals());
    texts("round_trips_texts", Vec<String>) => few(super::texts());
    blobs("round_trips_blobs", Vec<Vec<u8>>) => few(any::<Vec<u8>>());
    uuids("round_trips_uuids", Vec<Uuid>) => few(any::<u128>().prop_map(Uuid::from_u128));
    dates("round_trips_dates", Vec<NaiveDate>) => few(super::dates());
    times("round_trips_times", Vec<NaiveTime>) => few(clocks());
    timestamps("round_trips_timestamps", Vec<NaiveDateTime>) => few(moments().prop_map(|moment| moment.naive_utc()));
    moments("round_trips_moments", Vec<DateTime<Utc>>) => few(super::moments());
    intervals("round_trips_intervals", Vec<Interval>) => few(super::intervals());
    deltas("round_trips_deltas", Vec<TimeDelta>) => few(any::<i64>().prop_map(TimeDelta::microseconds));
    durations("round_trips_durations", Vec<Duration>) => few(any::<u32>().prop_map(|s| Duration::from_secs(s.into())));
    addresses("round_trips_inets", Vec<IpAddr>) => few(super::addresses());
    networks("round_trips_cidrs", Vec<IpNetwork>) => few(super::networks());
    documents("round_trips_documents", Vec<Value>) => few(super::documents());
    typed("round_trips_typeds", Vec<Json<Profile>>) => few(profiles());
    newtypes("round_trips_newtypes", Vec<Tag>) => few(texts().prop_map(Tag));
    enums("round_trips_enums", Vec<Colour>) => few(prop_oneof![Just(Colour::Red), Just(Colour::Green)]);
    natives("round_trips_natives", Vec<Native>) => few(super::natives());
    with_nulls("round_trips_with_nulls", Vec<Option<i64>>) => some(any::<i64>());
    texts_with_nulls("round_trips_texts_with_nulls", Vec<Option<String>>) => some(texts());
    natives_with_nulls("round_trips_natives_with_nulls", Vec<Option<Native>>) => some(natives());
}
