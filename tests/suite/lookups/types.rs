//! A value of each type, there and back through a parameter.

use std::net::IpAddr;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use orm::prelude::*;
use orm::query::Lookups;
use orm::value::{Interval, IpNetwork};
use rust_decimal::Decimal;
use uuid::Uuid;

#[derive(Field, Debug, Clone, PartialEq)]
struct Email(String);

#[derive(Model, Debug, Clone)]
#[orm(table = "lookup_all")]
struct All {
    id: i64,
    flag: bool,
    tiny: i8,
    small: i16,
    whole: i32,
    large: u32,
    real: f32,
    double: f64,
    price: Decimal,
    text: String,
    email: Email,
    uuid: Uuid,
    day: NaiveDate,
    time: NaiveTime,
    local: NaiveDateTime,
    moment: DateTime<Utc>,
    span: Interval,
    address: IpAddr,
    network: IpNetwork,
    bytes: Option<Vec<u8>>,
    json: Option<serde_json::Value>,
    list: Option<Vec<i32>>,
}

fn lookups() -> Lookups<All> {
    Lookups::<All>::new()
        .allow(|a| (a.flag, a.tiny, a.small, a.whole, a.large, a.real, a.double, a.price, a.text, a.email))
        .allow(|a| (a.uuid, a.day, a.time, a.local, a.moment, a.span, a.address, a.network))
        .allow(|a| (a.bytes, a.json, a.list))
}

const VALUES: [&str; 22] = [
    "flag=true",
    "tiny=127",
    "small=-32768",
    "whole=2147483647",
    "large=4294967295",
    "real=0.1",
    "double=0.1",
    "price=12.50",
    "text=a'b\"c",
    "email=a@x.org",
    "uuid=67e55044-10b1-426f-9247-bb680e5fe0c8",
    "day=2024-02-29",
    "time=23:59:59.5",
    "local=2024-02-29T12:00:00",
    "moment=2024-02-29T14:00:00%2B02:00",
    "moment=2024-02-29T14:00:00+02:00",
    "span=P1DT2H",
    "address=10.0.0.1",
    "network=10.0.0.0/8",
    "bytes__isnull=true",
    "json__isnull=true",
    "list__isnull=true",
];

#[orm::test(sqlite, postgres, models(All))]
async fn each_type_of_column_is_found_by_its_value() {
    let day = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
    All::create()
        .flag(true)
        .tiny(127)
        .small(i16::MIN)
        .whole(i32::MAX)
        .large(u32::MAX)
        .real(0.1)
        .double(0.1)
        .price(Decimal::new(125, 1))
        .text("a'b\"c")
        .email(Email("a@x.org".to_owned()))
        .uuid("67e55044-10b1-426f-9247-bb680e5fe0c8".parse::<Uuid>().unwrap())
        .day(day)
        .time(NaiveTime::from_hms_milli_opt(23, 59, 59, 500).unwrap())
        .local(day.and_hms_opt(12, 0, 0).unwrap())
        .moment(day.and_hms_opt(12, 0, 0).unwrap().and_utc())
        .span("P1DT2H".parse::<Interval>().unwrap())
        .address("10.0.0.1".parse::<IpAddr>().unwrap())
        .network("10.0.0.0/8".parse::<IpNetwork>().unwrap())
        .await
        .unwrap();
    for parameter in VALUES {
        let parsed = lookups().parse(parameter).unwrap_or_else(|error| panic!("{parameter}: {error}"));
        assert_eq!(All::all().lookups(&parsed).count().await.unwrap(), 1, "{parameter}");
        // In a list, and as the end of a range, it is the same.
        let (name, value) = parameter.split_once('=').unwrap();
        if name.ends_with("isnull") {
            continue;
        }
        let parsed = lookups().parse(&format!("{name}__in={value},{value}")).unwrap();
        assert_eq!(All::all().lookups(&parsed).count().await.unwrap(), 1, "{name}__in");
        if name != "flag" {
            let parsed = lookups().parse(&format!("{name}__range={value},{value}&{name}__lte={value}")).unwrap();
            assert_eq!(All::all().lookups(&parsed).count().await.unwrap(), 1, "{name}__range");
            let parsed = lookups().parse(&format!("{name}__gt={value}")).unwrap();
            assert_eq!(All::all().lookups(&parsed).count().await.unwrap(), 0, "{name}__gt");
        }
    }
    let wrong = [
        "tiny=128",
        "tiny=-129",
        "small=32768",
        "large=4294967296",
        "price=1e5",
        "bytes=00",
        "json={}",
        "list=1",
        "flag=yes",
    ];
    for parameter in wrong {
        assert!(lookups().parse(parameter).is_err(), "{parameter}");
    }
}
