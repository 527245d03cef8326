use orm::prelude::*;
use serde_json::{Value, json};

#[derive(Model, Debug)]
#[orm(table = "type_documents")]
struct Document {
    id: i64,
    data: Value,
    maybe: Option<Value>,
    tags: Json<Vec<String>>,
    #[orm(default = 0)]
    number: i64,
}

async fn make(data: Value) -> orm::Result<Document> {
    Document::create().data(data).tags(Json(vec!["a".to_owned()])).await
}

async fn holds(document: &Document, p: Predicate<Document>) -> orm::Result<bool> {
    Document::filter(|d| d.id.eq(document.id)).filter(|_| p).exists().await
}

#[orm::test(sqlite, postgres, models(Document))]
async fn paths() -> orm::Result<()> {
    let d = Document::fields();
    make(json!({"a": [{"b": 1}, null, "x"], "0": "zero", "n": null, "a.b": 5})).await?;
    for (path, expected) in [
        (d.data.path(("a", 0, "b")), Some(json!(1))),
        (d.data.path(("a", 1)), Some(Value::Null)),
        (d.data.get("a").get(-1), Some(json!("x"))),
        (d.data.get("a").get(-4), None),
        (d.data.get("a").get(3_usize), None),
        (d.data.get("a").get(i32::MIN), None),
        (d.data.get("a").get(usize::MAX), None),
        (d.data.get("a").get("0"), None),
        (d.data.get(0), None),
        (d.data.get("0"), Some(json!("zero"))),
        (d.data.get("n"), Some(Value::Null)),
        (d.data.get("n").get("a"), None),
        (d.data.get("a.b"), Some(json!(5))),
        (d.data.get("0").get(0), Some(json!("zero"))),
        (d.data.get("0").get(1), None),
        (d.maybe.get("a"), None),
        (d.tags.get(0), Some(json!("a"))),
    ] {
        let found = Document::all().values(|_| path.clone()).get().await?;
        assert_eq!(found, expected, "{}", Document::all().values(|_| path).to_sql());
    }
    // Missing, and there but null.
    let row = make(json!({"n": null})).await?;
    assert!(holds(&row, d.data.get("x").is_null()).await?);
    assert!(!holds(&row, d.data.get("n").is_null()).await?);
    assert!(holds(&row, d.data.get("n").eq(Value::Null)).await?);
    assert!(!holds(&row, d.data.get("x").eq(Value::Null)).await?);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Document))]
async fn kinds() -> orm::Result<()> {
    let rows: Vec<(Value, Option<&str>, Option<i64>, Option<f64>, Option<bool>, &str, Option<i32>)> = vec![
        (json!("1"), Some("1"), None, None, None, "string", None),
        (json!("a\"'\\é\n"), Some("a\"'\\é\n"), None, None, None, "string", None),
        (json!(1), None, Some(1), Some(1.0), None, "number", None),
        (json!(2.0), None, Some(2), Some(2.0), None, "number", None),
        (json!(-2.5), None, None, Some(-2.5), None, "number", None),
        (json!(i64::MIN), None, Some(i64::MIN), Some(-9_223_372_036_854_775_808.0), None, "number", None),
        (json!(u64::MAX), None, None, Some(18_446_744_073_709_551_615.0), None, "number", None),
        (json!(f64::MAX), None, None, Some(f64::MAX), None, "number", None),
        (json!(f64::MIN_POSITIVE), None, None, Some(f64::MIN_POSITIVE), None, "number", None),
        (json!(5e-324), None, None, Some(5e-324), None, "number", None),
        (json!(true), None, None, None, Some(true), "boolean", None),
        (json!(false), None, None, None, Some(false), "boolean", None),
        (json!("true"), Some("true"), None, None, None, "string", None),
        (Value::Null, None, None, None, None, "null", None),
        (json!([1, [2, 3]]), None, None, None, None, "array", Some(2)),
        (json!([]), None, None, None, None, "array", Some(0)),
        (json!({"a": 1}), None, None, None, None, "object", None),
    ];
    for (data, text, whole, number, boolean, kind, length) in rows {
        let row = make(data.clone()).await?;
        let d = Document::fields();
        let found = Document::filter(|d| d.id.eq(row.id))
            .values(|_| {
                let x = d.data;
                (x.as_text(), x.as_i64(), x.as_f64(), x.as_bool(), x.json_type(), x.array_length())
            })
            .get()
            .await?;
        let expected = (text.map(str::to_owned), whole, number, boolean, kind.to_owned(), length);
        assert_eq!(found, expected, "{data}");
    }
    let (missing, kind) = Document::all().values(|d| (d.maybe.as_text(), d.maybe.json_type())).first().await?.unwrap();
    assert_eq!((missing, kind), (None, None));
    Ok(())
}

#[orm::test(sqlite, postgres, models(Document))]
async fn what_is_in_them() -> orm::Result<()> {
    let d = Document::fields();
    let row = make(json!({"a": 1, "b": ["x", {"c": 2.0}], "": 0})).await?;
    for (condition, expected) in [
        (d.data.contains_json(json!({"a": 1.0})), true),
        (d.data.contains_json(json!({"b": [{"c": 2}]})), true),
        (d.data.contains_json(json!({"b": "x"})), false),
        (d.data.contains_json(json!({"a": null})), false),
        (d.data.contains_json(json!([])), false),
        (d.data.get("b").contains_json(json!("x")), true),
        (d.data.get("x").contains_json(json!({})), false),
        (d.data.contains_json(d.data), true),
        (d.data.has_key("a"), true),
        (d.data.has_key(""), true),
        (d.data.has_key("c"), false),
        (d.data.get("b").has_key("x"), true),
        (d.tags.has_key("a"), true),
        (d.data.has_keys(["a", "b"]), true),
        (d.data.has_keys(["a", "c"]), false),
        (d.data.has_keys(Vec::<String>::new()), true),
        (d.data.has_any_keys(["a", "c"]), true),
        (d.data.has_any_keys(["c", "d"]), false),
        (d.data.has_any_keys(Vec::<String>::new()), false),
        (d.maybe.has_key("a"), false),
        (!d.maybe.has_key("a"), false),
        (d.data.get("b").eq(json!(["x", {"c": 2}])), true),
        (d.data.get("a").in_([json!(1.0), json!(2)]), true),
        (d.data.get("a").not_in([json!(1.0)]), false),
        (d.tags.document().eq(json!(["a"])), true),
        (d.tags.document().ne(json!(["b"])), true),
        (d.data.eq(json!({"": 0.0, "a": 1, "b": ["x", {"c": 2}]})), true),
        (d.data.get("a").is_distinct_from(json!(1.0)), false),
        (d.data.get("a").as_i64().eq(d.number + 1), true),
    ] {
        let sql = Document::filter(|_| condition.clone()).to_sql();
        assert_eq!(holds(&row, condition).await?, expected, "{sql}");
    }
    Ok(())
}

#[orm::test(sqlite, postgres, models(Document))]
async fn orders_groups_and_updates() -> orm::Result<()> {
    for data in [json!({"k": "b", "n": 2}), json!({"k": "a", "n": 10}), json!({"k": "b", "n": 3}), json!({})] {
        make(data).await?;
    }
    let by_number = Document::all().order_by(|d| d.data.get("n").desc()).values(|d| d.data.get("n").as_i64()).await?;
    assert_eq!(by_number, [None, Some(10), Some(3), Some(2)]);
    let groups: Vec<(Option<String>, i64)> = Document::all()
        .values(|d| (d.data.get("k").as_text(), count()))
        .order_by(|d| d.data.get("k").as_text())
        .await?;
    assert_eq!(groups, [(Some("a".into()), 1), (Some("b".into()), 2), (None, 1)]);
    let sum = Document::all().aggregate(|d| d.data.get("n").as_i64().sum()).await?;
    assert_eq!(sum, Some(15));
    Document::filter(|d| d.data.get("n").eq(json!(3.0)))
        .update(|d| d.number.set(d.data.get("n").as_i64().coalesce(0)))
        .await?;
    assert_eq!(Document::filter(|d| d.number.eq(3)).count().await?, 1);
    let excluded = Document::exclude(|d| d.data.get("k").as_text().eq("b")).count().await?;
    assert_eq!(excluded, 2);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Document))]
async fn any_key_is_only_a_key() -> orm::Result<()> {
    let d = Document::fields();
    let long = "k".repeat(1 << 20);
    for key in
        ["a'b", "a\"b", "$", "$.a", ".", "", "[0]", "#-1", "a\\b", "%", "é", "{0}", "{*}", "?1", "$1", " ", &long]
    {
        let row = make(json!({key: {key: [key]}})).await?;
        assert_eq!(
            Document::filter(|d| d.id.eq(row.id))
                .values(|_| d.data.path((key, key, 0)).as_text())
                .get()
                .await?
                .as_deref(),
            Some(key)
        );
        assert!(holds(&row, d.data.has_key(key) & d.data.has_keys([key]) & d.data.has_any_keys(["no", key])).await?);
        assert!(holds(&row, d.data.contains_json(json!({key: {}}))).await?);
    }
    for refused in [
        Document::filter(|d| d.data.get("a\0").is_null()).count().await.err(),
        Document::filter(|d| d.data.has_key("a\0")).count().await.err(),
        Document::filter(|d| d.data.has_keys(["a\0"])).count().await.err(),
        Document::filter(|d| d.data.contains_json(json!({"a\0": 1}))).count().await.err(),
    ] {
        let message = refused.map(|error| error.to_string()).unwrap_or_default();
        assert!(message.contains("cannot hold the character NUL"), "{message}");
    }
    let mut deep = Document::fields().data.get("a");
    for _ in 0..300 {
        deep = deep.get("a");
    }
    assert!(matches!(Document::filter(|_| deep.is_null()).count().await, Err(orm::Error::QueryTooLarge { .. })));
    Ok(())
}
