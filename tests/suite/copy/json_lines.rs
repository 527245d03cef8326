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
    let text = "\u{feff}{\"text\": \"c\"}\r\n\n  \n{\"text\": \"d\", \"parent_id\": 1, \"other\": [1]}";
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
    assert_eq!(error.to_string(), "invalid value for Row.text: row 0: text cannot hold the character NUL");
    assert_eq!(Row::all().count().await.unwrap(), 0);
}
