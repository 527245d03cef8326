//! Rows as JSON, one a line, in and out.

use orm::Error;
use orm::prelude::*;
use serde::{Deserialize, Serialize};

use super::csv::HOSTILE;

#[derive(Model, Debug, Clone, PartialEq, Serialize, Deserialize)]
#[orm(table = "copied_lines")]
struct Row {
    id: i64,
    text: String,
    maybe: Option<String>,
    #[orm(default = 3)]
    number: i32,
    parent: Option<ForeignKey<Row>>,
}

async fn lines() -> String {
    let mut lines = Vec::new();
    Row::all().order_by(|r| r.id).copy_out_json_lines(&mut lines).await.unwrap();
    String::from_utf8(lines).unwrap()
}

#[orm::test(sqlite, postgres, models(Row))]
async fn what_is_copied_out_is_copied_in() {
    let rows = HOSTILE.iter().flat_map(|text| [Row::create().text(*text), Row::create().text(*text).maybe(*text)]);
    Row::copy_in_iter(rows).await.unwrap();
    let text = lines().await;
    assert_eq!(text.lines().count(), 32);
    let mut seen = 0;
    let copied = Row::copy_in_json_lines(text.as_bytes()).on_progress(|progress| seen = progress.bytes).await.unwrap();
    assert_eq!((copied.rows, copied.bytes, seen), (32, text.len() as u64, text.len() as u64));
    let rows = Row::all().order_by(|r| r.id).values(|r| (r.text, r.maybe, r.number)).await.unwrap();
    let (first, second) = rows.split_at(32);
    assert_eq!(first, second);
}

#[orm::test(sqlite, postgres, models(Row))]
async fn lines_are_those_of_serde() {
    let one = Row::create().text("a").await.unwrap();
    Row::create().text("b\n").parent(&one).await.unwrap();
    let text = r#"{"id":1,"text":"a","maybe":null,"number":3,"parent":null}
{"id":2,"text":"b\n","maybe":null,"number":3,"parent":1}
"#;
    assert_eq!(lines().await, text);
    let text = "\u{feff}{\"text\": \"c\"}\r\n\n  \n{\"text\": \"d\", \"parent_id\": 1}";
    assert_eq!(Row::copy_in_json_lines(text.as_bytes()).await.unwrap().rows, 2);
    assert_eq!(Row::filter(|r| r.parent.id.eq(1)).count().await.unwrap(), 2);
    let mut values = Vec::new();
    Row::all().order_by(|r| r.id).limit(2).values(|r| (r.id, r.text)).copy_out_json_lines(&mut values).await.unwrap();
    assert_eq!(values, b"[1,\"a\"]\n[2,\"b\\n\"]\n");
}

#[orm::test(sqlite, postgres, models(Row))]
async fn what_is_wrong_with_a_line_is_said() {
    for (text, message) in [
        ("{\"text\": \"a\"}\n{}\n", "line 2 of the input: missing field `text`"),
        ("\n\n{\"text\": 5}", "line 3 of the input: text: invalid type: integer `5`, expected a string, at column 10"),
        ("{\"text\": \"a\"\n}", "line 1 of the input: EOF while parsing an object, at column 12"),
        ("{\"text\": \"a\"} {}\n", "line 1 of the input: trailing characters, at column 15"),
    ] {
        let error = Row::copy_in_json_lines(text.as_bytes()).await.unwrap_err();
        assert_eq!(error.to_string(), message, "{text:?}");
        assert!(matches!(error, Error::InvalidInput { .. }));
    }
    let error = Row::copy_in_json_lines(br#"{"text": "\u0000"}"#.as_slice()).await.unwrap_err();
    assert_eq!(error.to_string(), "invalid value for Row.text: line 1: text cannot hold the character NUL");
    assert_eq!(Row::all().count().await.unwrap(), 0);
}

#[orm::test(sqlite, postgres, models(Row))]
async fn unknown_names_are_refused() {
    for (text, message) in [
        ("\n{\"text\": \"a\", \"nmuber\": 1}", "Row has no field \"nmuber\": did you mean `number`?, at column 22"),
        (
            "\n{\"zzz\": {\"text\": 1}}",
            "Row has no field \"zzz\": the fields of a new Row are text, maybe, number, parent, at column 6",
        ),
    ] {
        let error = Row::copy_in_json_lines(text.as_bytes()).await.unwrap_err();
        assert_eq!(error.to_string(), format!("line 2 of the input: {message}"));
    }
    // What is filled in by itself goes out, and so may come in.
    let text = "{\"id\": 77, \"te\\u0078t\": \"a\", \"parent_id\": null}";
    assert_eq!(Row::copy_in_json_lines(text.as_bytes()).await.unwrap().rows, 1);
    assert!(Row::get_or_none(77).await.unwrap().is_none());
    // Elsewhere they are passed over as before.
    assert!(serde_json::from_str::<NewRow>("{\"text\": \"a\", \"nmuber\": 1}").is_ok());
}

#[orm::test(sqlite, postgres, models(Row))]
async fn no_message_repeats_a_text_of_any_length() {
    let long = "x".repeat(100_000);
    for text in [format!("{{\"number\": \"{long}\"}}"), format!("\"{long}\""), format!("{{\"{long}\": 1}}")] {
        let error = Row::copy_in_json_lines(text.as_bytes()).await.unwrap_err().to_string();
        assert!(error.len() < 400, "{error}");
    }
    let text = format!("{{\"number\": \"{long}\"}}");
    let error = Row::copy_in_json_lines(text.as_bytes()).await.unwrap_err().to_string();
    assert!(error.starts_with("line 1 of the input: number: invalid type: string \"xxx"), "{error}");
    assert!(error.ends_with("xxx\", expected i32, at column 100013"), "{error}");
}

#[orm::test(sqlite, postgres, models(Row))]
async fn a_line_has_a_greatest_size() {
    let text = format!("{{\"text\": \"a\"}}\n{{\"text\": \"{}\"}}", "x".repeat(100_000));
    let error = Row::copy_in_json_lines(text.as_bytes()).bytes_a_record(10_000).await.unwrap_err();
    let said = "line 2 of the input: it has more than 10000 bytes; bytes_a_record(..) allows more";
    assert_eq!(error.to_string(), said);
    assert_eq!(Row::copy_in_json_lines(text.as_bytes()).bytes_a_record(200_000).await.unwrap().rows, 2);
}

#[derive(Model, Debug, Clone, PartialEq, Serialize, Deserialize)]
#[orm(table = "copied_floats")]
struct Floats {
    id: i64,
    double: f64,
    real: Option<f32>,
    list: Vec<f64>,
}

#[orm::test(sqlite, postgres, models(Floats))]
async fn what_json_does_not_have_is_an_error_that_names_the_column() {
    let new = |double, real, item| Floats::create().double(double).real(real).list(vec![1.0, item]);
    for (new, field) in [
        (new(1.5, Some(f32::INFINITY), 1.0), "real"),
        (new(f64::NEG_INFINITY, None, 1.0), "double"),
        (new(1.5, None, f64::INFINITY), "list"),
    ] {
        new.await.unwrap();
        let message = format!("invalid value for Floats.{field}: JSON has no NaN and no infinity");
        let error = Floats::all().copy_out_json_lines(Vec::new()).await.unwrap_err();
        assert_eq!(error.to_string(), message);
        let values = Floats::all().values(|f| (f.id, f.double, f.real, f.list));
        let error = values.copy_out_json_lines(Vec::new()).await.unwrap_err();
        assert_eq!(error.to_string(), message);
        Floats::all().delete().everything().await.unwrap();
    }
    Floats::create().double(f64::INFINITY).list(Vec::new()).await.unwrap();
    let error = Floats::all().values(|f| f.double).copy_out_json_lines(Vec::new()).await.unwrap_err();
    assert_eq!(error.to_string(), "invalid value for Floats.double: JSON has no NaN and no infinity");
    let error = Floats::all().values(|f| f.double * 2.0).copy_out_json_lines(Vec::new()).await.unwrap_err();
    assert!(
        matches!(error, Error::Custom { .. }) && error.to_string() == "JSON has no NaN and no infinity",
        "{error:?}"
    );
}

#[derive(Model, Debug, Clone, Serialize, Deserialize)]
#[orm(table = "copied_parents")]
struct Parent {
    id: i64,
    name: String,
    #[orm(generated = "length(name)")]
    length: Option<i32>,
    children: HasMany<Child>,
}

#[derive(Model, Debug, Clone, Serialize, Deserialize)]
#[orm(table = "copied_children", deny_unknown_fields)]
struct Child {
    id: i64,
    parent: ForeignKey<Parent>,
}

#[orm::test(sqlite, postgres, models(Parent, Child))]
async fn what_is_filled_in_and_what_is_loaded_goes_round() {
    let parent = Parent::create().name("ann").await.unwrap();
    Child::create().parent(&parent).await.unwrap();
    let first = || Parent::filter(|p| p.id.eq(1));
    for rows in [first(), first().prefetch_related(|p| p.children)] {
        let mut text = Vec::new();
        rows.copy_out_json_lines(&mut text).await.unwrap();
        assert_eq!(Parent::copy_in_json_lines(&*text).await.unwrap().rows, 1);
    }
    let found = Parent::all().values(|p| (p.name, p.length)).await.unwrap();
    assert_eq!(found, vec![("ann".to_owned(), Some(3)); 3]);
    // Where a model refuses more, it does so here, too.
    let error = Child::copy_in_json_lines(br#"{"id": 5, "parent": 1}"#.as_slice()).await.unwrap_err();
    let said = "line 1 of the input: `id` of Child is filled in by itself: leave it out, at column 5";
    assert_eq!(error.to_string(), said);
}
