//! The same random documents and lists in both databases, and the same questions.

use orm::prelude::*;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::logic::{drawn, runner};
use crate::outside::Outside;

#[derive(Model, Debug)]
#[orm(table = "same_documents")]
struct Document {
    id: i64,
    data: Value,
}

fn documents() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-2..3_i64).prop_map(Value::from),
        prop_oneof![Just(1.0), Just(0.5), Just(-0.0), Just(1e20), Just(1e-7), Just(9_007_199_254_740_993.0)]
            .prop_map(Value::from),
        "[ab0]{0,2}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::hash_map("[ab0]{0,2}", inner, 0..4)
                .prop_map(|fields| fields.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

fn steps() -> impl Strategy<Value = orm::expr::JsonStep> {
    prop_oneof!["[ab0]{0,2}".prop_map(Into::into), (-3..3_i32).prop_map(Into::into)]
}

type Answer = (Vec<i64>, Vec<(i64, Option<Value>, Option<String>, Option<i64>, Option<f64>)>, Vec<i64>);

#[tokio::test]
async fn of_documents() -> orm::Result<()> {
    let runner = &mut runner();
    let data: Vec<Value> = (0..150).map(|_| drawn(&documents(), runner)).collect();
    let outsides = [Outside::sqlite(), Outside::postgres()];
    let mut databases = Vec::new();
    for outside in &outsides {
        let db = outside.connect().await;
        db.create_tables_of(orm::models![Document]).await?;
        Document::bulk_create(data.iter().map(|data| Document::create().data(data.clone()))).using(&db).await?;
        databases.push(db);
    }
    for _ in 0..300 {
        let (path, part) = (drawn(&proptest::collection::vec(steps(), 0..3), runner), drawn(&documents(), runner));
        let key = drawn(&"[ab0]{0,2}", runner);
        let which = drawn(&(0..7), runner);
        let mut answers: Vec<Answer> = Vec::new();
        for db in &databases {
            let d = Document::fields();
            let found = d.data.path(path.clone());
            let condition = match which {
                0 => found.clone().contains_json(part.clone()),
                1 => found.clone().eq(part.clone()),
                2 => found.clone().has_key(&key),
                3 => found.clone().has_any_keys([&key, "a"]),
                4 => found.clone().gt(part.clone()),
                5 => found.clone().le(part.clone()) & found.clone().has_keys([&key]),
                _ => found.clone().array_length().gt(1) | found.clone().json_type().eq("object"),
            };
            let ids = Document::filter(|_| condition).order_by(|d| d.id).values(|d| d.id).using(db).await?;
            let values = Document::all()
                .order_by(|d| d.id)
                .values(|d| {
                    (d.id, found.clone(), found.clone().as_text(), found.clone().as_i64(), found.clone().as_f64())
                })
                .using(db)
                .await?;
            let order = Document::all().order_by(|d| (found.clone(), d.id)).values(|d| d.id).using(db).await?;
            answers.push((ids, values, order));
        }
        let question = json!({"part": part, "key": key, "which": which}).to_string();
        assert_eq!(answers[0].0, answers[1].0, "{path:?} {question}");
        assert!(same(&answers[0].1, &answers[1].1), "{path:?} {question}");
        assert_eq!(answers[0].2, answers[1].2, "{path:?}");
    }
    Ok(())
}

#[derive(Model, Debug)]
#[orm(table = "same_lists")]
struct List {
    id: i64,
    numbers: Vec<Option<i32>>,
    texts: Vec<String>,
}

#[tokio::test]
async fn of_lists() -> orm::Result<()> {
    let runner = &mut runner();
    let numbers = || proptest::collection::vec(proptest::option::of(0..4_i32), 0..5);
    let texts = || proptest::collection::vec("[ab\"\\\\,{}]{0,2}", 0..4);
    let rows: Vec<_> = (0..100).map(|_| (drawn(&numbers(), runner), drawn(&texts(), runner))).collect();
    let outsides = [Outside::sqlite(), Outside::postgres()];
    let mut databases = Vec::new();
    for outside in &outsides {
        let db = outside.connect().await;
        db.create_tables_of(orm::models![List]).await?;
        let new = rows.iter().map(|(numbers, texts)| List::create().numbers(numbers.clone()).texts(texts.clone()));
        List::bulk_create(new).using(&db).await?;
        databases.push(db);
    }
    for _ in 0..100 {
        let (number, text) = (drawn(&numbers(), runner), drawn(&texts(), runner));
        let (index, from, to) = (drawn(&(-5..5), runner), drawn(&(0..5_usize), runner), drawn(&(0..5_usize), runner));
        let mut answers = Vec::new();
        for db in &databases {
            let all = List::all().order_by(|l| l.id);
            let of_numbers = all.clone().values(|l| {
                let n = l.numbers;
                let contained = n.contained_by(number.clone());
                let has = n.has(number.first().copied().flatten());
                (
                    n.contains_all(number.clone()),
                    contained,
                    n.overlaps(number.clone()),
                    has,
                    n.at(index),
                    n.slice(from..to),
                )
            });
            let of_texts = all.values(|l| {
                let t = l.texts;
                let contained = t.contained_by(text.clone());
                (
                    t.contains_all(text.clone()),
                    contained,
                    t.overlaps(text.clone()),
                    t.at(index),
                    t.slice(from..=to),
                    t.len(),
                )
            });
            answers.push((of_numbers.using(db).await?, of_texts.using(db).await?));
        }
        assert_eq!(answers[0], answers[1], "{number:?} {text:?} {index} {from} {to}");
    }
    Ok(())
}

/// PostgreSQL writes a number with all its digits, and no sign before a zero.
fn same<T: std::fmt::Debug>(left: &T, right: &T) -> bool {
    let plain = |value: &T| {
        format!("{value:?}").replace("-0.0", "0.0").replace("100000000000000000000", "1e+20").replace("1e20", "1e+20")
    };
    let (left, right) = (plain(left), plain(right));
    if left != right {
        eprintln!("{left}\n{right}");
    }
    left == right
}
