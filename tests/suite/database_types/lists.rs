use std::net::IpAddr;

use chrono::NaiveDate;
use orm::prelude::*;
use orm::value::{Interval, IpNetwork};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use uuid::Uuid;

#[derive(DbEnum, Debug, Clone, Copy, PartialEq)]
#[orm(native = "type_list_mood")]
enum Mood {
    Happy,
    Sad,
}

#[derive(Model, Debug)]
#[orm(table = "type_lists")]
struct List {
    id: i64,
    texts: Vec<String>,
    maybe: Option<Vec<String>>,
    gaps: Vec<Option<i32>>,
    flags: Vec<bool>,
    doubles: Vec<f64>,
    decimals: Vec<Decimal>,
    keys: Vec<Uuid>,
    bytes: Vec<Vec<u8>>,
    days: Vec<NaiveDate>,
    spans: Vec<Interval>,
    documents: Vec<Value>,
    moods: Vec<Mood>,
    counts: Vec<u16>,
    #[orm(default = "b")]
    name: String,
}

fn key() -> Uuid {
    Uuid::from_u128(0xab00_0000_0000_0000_0000_0000_0000_00ff)
}

fn span(months: i32, days: i32) -> Interval {
    Interval { months, days, microseconds: 0 }
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 7, 31).unwrap()
}

async fn make(texts: &[&str]) -> orm::Result<List> {
    List::create()
        .texts(texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
        .gaps(vec![Some(1), None, Some(3)])
        .flags(vec![true, false])
        .doubles(vec![0.5, -0.0, f64::INFINITY])
        .decimals(vec![Decimal::new(150, 2), Decimal::new(2, 0)])
        .keys(vec![key()])
        .bytes(vec![vec![0, 255], vec![]])
        .days(vec![day()])
        .spans(vec![span(1, 0)])
        .documents(vec![json!({"a": 1}), Value::Null])
        .moods(vec![Mood::Sad, Mood::Happy])
        .counts(vec![65_535, 0])
        .await
}

#[orm::test(sqlite, postgres, models(List))]
async fn what_is_in_them() -> orm::Result<()> {
    let l = List::fields();
    make(&["a", "b", "b"]).await?;
    for (condition, expected) in [
        (l.texts.is_empty() | l.maybe.is_empty(), false),
        (l.texts.slice(9..).is_empty(), true),
        (l.texts.contains_all(["b", "a"]), true),
        (l.texts.contains_all(vec!["b".to_owned(), "c".to_owned()]), false),
        (l.texts.contains_all(Vec::<String>::new()), true),
        (l.texts.contains_all([None::<String>]), false),
        (l.texts.contained_by(["a", "b", "c"]), true),
        (l.texts.contained_by(["a"]), false),
        (l.texts.contained_by(l.texts), true),
        (l.texts.overlaps(["x", "a"]), true),
        (l.texts.overlaps(["x"]), false),
        (l.texts.overlaps(Vec::<&str>::new()), false),
        (l.texts.has("a"), true),
        (l.texts.has("A"), false),
        (l.texts.has(l.name), true),
        (l.texts.has(l.name.concat("!")), false),
        (l.texts.has(l.maybe.at(0)), false),
        (!l.texts.has(l.maybe.at(0)), true),
        (!l.maybe.has("a"), false),
        (l.maybe.has("a").eq(None), true),
        (l.maybe.overlaps(l.texts.slice(..)).is_null(), true),
        (l.gaps.contains_all([1, 3]), true),
        (l.gaps.contains_all([Some(1), None]), false),
        (l.gaps.has(3), true),
        (l.gaps.has(None), false),
        (l.gaps.overlaps([None::<i32>]), false),
        (l.gaps.contained_by([1, 2, 3]), false),
        (l.flags.has(false) & l.flags.contains_all([true]), true),
        (l.doubles.has(0.0) & l.doubles.has(f64::INFINITY) & !l.doubles.has(1.0), true),
        (l.decimals.has(Decimal::new(15, 1)) & l.decimals.contains_all([Decimal::new(200, 2)]), true),
        (l.decimals.has(Decimal::new(14, 1)), false),
        (l.keys.has(key()) & l.keys.overlaps([Uuid::nil(), key()]), true),
        (l.keys.has(Uuid::nil()), false),
        (l.bytes.has(vec![0_u8, 255]) & l.bytes.has(Vec::<u8>::new()) & !l.bytes.has(vec![1_u8]), true),
        (l.days.has(day()), true),
        (l.spans.has(span(0, 30)) & !l.spans.has(span(0, 31)), true),
        (l.documents.has(json!({"a": 1.0})) & l.documents.has(Value::Null) & !l.documents.has(json!({})), true),
        (l.moods.has(Mood::Sad) & l.moods.contains_all([Mood::Happy]), true),
        (l.counts.has(65_535_u16), true),
        (l.texts.eq(vec!["a".to_owned(), "b".to_owned(), "b".to_owned()]), true),
    ] {
        let sql = List::filter(|_| condition.clone()).to_sql();
        assert_eq!(List::filter(|_| condition).exists().await?, expected, "{sql}");
    }
    Ok(())
}

#[orm::test(sqlite, postgres, models(List))]
async fn their_elements() -> orm::Result<()> {
    make(&["a", "b", "c"]).await?;
    let l = List::fields();
    let texts = List::all().values(|_| {
        (
            l.texts.at(0),
            l.texts.at(2),
            l.texts.at(3),
            l.texts.at(-1),
            l.texts.at(-3),
            l.texts.at(-4),
            l.texts.at(i32::MAX),
        )
    });
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(texts.get().await?, (text("a"), text("c"), None, text("c"), text("a"), None, None));
    let others = List::all().values(|_| (l.flags.at(0), l.doubles.at(2), l.keys.at(0), l.bytes.at(0), l.gaps.at(1)));
    assert_eq!(others.get().await?, (Some(true), Some(f64::INFINITY), Some(key()), Some(vec![0, 255]), None));
    let others =
        List::all().values(|_| (l.decimals.at(0), l.days.at(0), l.spans.at(0), l.documents.at(1), l.moods.at(0)));
    let expected = (Some(Decimal::new(15, 1)), Some(day()), Some(span(1, 0)), Some(Value::Null), Some(Mood::Sad));
    assert_eq!(others.get().await?, expected);
    assert_eq!(List::all().values(|_| l.texts.at(i32::MIN)).get().await?, None);
    let lengths = List::all().values(|_| (l.texts.len(), l.gaps.len(), l.maybe.len(), l.maybe.at(0)));
    assert_eq!(lengths.get().await?, (3, 3, None, None));
    let (late, early) = (2, 1);
    let slices = List::all().values(|_| {
        (
            l.texts.slice(1..),
            l.texts.slice(..=1),
            l.texts.slice(1..2),
            l.texts.slice(late..early),
            l.texts.slice(5..9),
            l.texts.slice(usize::MAX..),
            l.maybe.slice(..),
            l.gaps.slice(..2),
            l.texts.slice(1..).at(0),
        )
    });
    let list = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let expected = (
        list(&["b", "c"]),
        list(&["a", "b"]),
        list(&["b"]),
        list(&[]),
        list(&[]),
        list(&[]),
        None,
        vec![Some(1), None],
        text("b"),
    );
    assert_eq!(slices.get().await?, expected);
    let ordered = List::all().order_by(|l| (l.texts.len().desc(), l.decimals.at(0))).values(|l| l.id).await?;
    assert_eq!(ordered.len(), 1);
    let groups: Vec<(Option<String>, i64)> = List::all().values(|l| (l.texts.at(-1), count())).await?;
    assert_eq!(groups, [(text("c"), 1)]);
    Ok(())
}

#[orm::test(sqlite, postgres, models(List))]
async fn any_text_is_only_an_element() -> orm::Result<()> {
    let l = List::fields();
    let long = "k".repeat(1 << 20);
    for element in ["a'b", "a\"b", "{a}", "NULL", "null", "", " ", "a,b", "\\", "$1", "?1", "é", "\n", "[", &long] {
        let row = make(&["x", element]).await?;
        let found = List::filter(|l| l.id.eq(row.id) & l.texts.has(element) & l.texts.contains_all([element, "x"]))
            .values(|l| (l.texts.at(1), l.texts.slice(1..)))
            .get()
            .await?;
        assert_eq!(found, (Some(element.to_owned()), vec![element.to_owned()]));
    }
    for refused in [
        List::filter(|_| l.texts.has("a\0")).count().await.err(),
        List::filter(|_| l.texts.overlaps(["b", "a\0"])).count().await.err(),
    ] {
        let message = refused.map(|error| error.to_string()).unwrap_or_default();
        assert!(message.contains("cannot hold the character NUL"), "{message}");
    }
    Ok(())
}

#[derive(Model, Debug)]
#[orm(table = "type_list_orders")]
struct InOrder {
    id: i64,
    decimals: Vec<Decimal>,
    spans: Vec<Interval>,
    addresses: Vec<IpAddr>,
    networks: Vec<IpNetwork>,
    documents: Vec<Value>,
    doubles: Vec<f64>,
    gaps: Vec<Option<i32>>,
}

/// Rows in the order of each of their lists.
async fn in_order() -> orm::Result<Vec<InOrder>> {
    let decimals = [vec![], vec![Decimal::from(2)], vec![Decimal::from(2), Decimal::ONE], vec![Decimal::from(10)]];
    let spans = [vec![span(1, 0)], vec![span(0, 31)], vec![span(1, 2)], vec![span(1, 2), span(0, 0)]];
    let addresses = [&["9.0.0.1"][..], &["10.0.0.1"], &["10.0.0.1", "9.0.0.1"], &["::1"]];
    let networks = [&["9.0.0.0/8"][..], &["10.0.0.0/8"], &["10.0.0.0/16"], &["::/0"]];
    let documents = [vec![json!("a")], vec![json!(2)], vec![json!(10)], vec![json!({"a": 1})]];
    let doubles = [vec![f64::NEG_INFINITY], vec![2.5], vec![10.0], vec![f64::INFINITY]];
    let gaps = [vec![Some(1)], vec![Some(1), Some(0)], vec![Some(1), None], vec![None]];
    let new = decimals.into_iter().zip(spans).zip(documents).zip(doubles).zip(gaps).enumerate();
    let new = new.map(|(at, ((((decimals, spans), documents), doubles), gaps))| {
        InOrder::create()
            .decimals(decimals)
            .spans(spans)
            .addresses(addresses[at].iter().map(|text| text.parse().unwrap()).collect::<Vec<IpAddr>>())
            .networks(networks[at].iter().map(|text| text.parse().unwrap()).collect::<Vec<IpNetwork>>())
            .documents(documents)
            .doubles(doubles)
            .gaps(gaps)
    });
    InOrder::bulk_create(new).await
}

#[orm::test(sqlite, postgres, models(InOrder))]
async fn ordered_by_what_they_hold() -> orm::Result<()> {
    let rows = in_order().await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let all = InOrder::all();
    for (by, order) in [
        ("decimals", all.clone().order_by(|l| l.decimals)),
        ("spans", all.clone().order_by(|l| l.spans)),
        ("addresses", all.clone().order_by(|l| l.addresses)),
        ("networks", all.clone().order_by(|l| l.networks)),
        ("documents", all.clone().order_by(|l| l.documents)),
        ("doubles", all.clone().order_by(|l| l.doubles)),
        ("gaps", all.clone().order_by(|l| l.gaps)),
    ] {
        assert_eq!(order.clone().values(|l| l.id).await?, ids, "{by}");
        assert_eq!(order.reverse().first().await?.map(|row| row.id), ids.last().copied(), "{by}");
    }
    let second = &rows[1];
    for (by, larger) in [
        ("decimals", all.clone().filter(|l| l.decimals.gt(second.decimals.clone()))),
        ("spans", all.clone().filter(|l| l.spans.gt(second.spans.clone()))),
        ("addresses", all.clone().filter(|l| l.addresses.gt(second.addresses.clone()))),
        ("networks", all.clone().filter(|l| l.networks.gt(second.networks.clone()))),
        ("documents", all.clone().filter(|l| l.documents.gt(second.documents.clone()))),
        ("doubles", all.clone().filter(|l| l.doubles.gt(second.doubles.clone()))),
        ("gaps", all.clone().filter(|l| l.gaps.gt(second.gaps.clone()))),
    ] {
        assert_eq!(larger.order_by(|l| l.id).values(|l| l.id).await?, ids[2..], "{by}");
    }
    // Lists are equal where what they hold is.
    let month = all.clone().filter(|l| l.spans.eq(vec![span(0, 30)]) & l.documents.ne(vec![json!({"a": 1.0})]));
    assert_eq!(month.values(|l| l.id).await?, ids[..1]);
    let placed = all.values(|l| (l.gaps.slice(..), l.id)).order_by(|l| l.gaps.slice(..).desc()).await?;
    assert_eq!(placed.iter().map(|(_, id)| *id).rev().collect::<Vec<_>>(), ids);
    Ok(())
}

#[orm::test(sqlite, postgres, models(InOrder))]
async fn any_of_them() -> orm::Result<()> {
    let rows = in_order().await?;
    let any = InOrder::filter(|l| l.id.eq(rows[2].id))
        .aggregate(|l| (l.decimals.any_value(), l.documents.any_value(), l.gaps.any_value()));
    let (decimals, documents, gaps) = any.await?;
    assert_eq!((decimals, documents), (Some(rows[2].decimals.clone()), Some(rows[2].documents.clone())));
    assert_eq!(gaps, Some(rows[2].gaps.clone()));
    assert_eq!(InOrder::all().none().aggregate(|l| l.gaps.any_value()).await?, None);
    // Lists of different lengths.
    assert!(InOrder::all().aggregate(|l| l.decimals.any_value()).await?.is_some());
    Ok(())
}
