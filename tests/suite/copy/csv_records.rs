//! Where a record of CSV ends, and what is no record.

use orm::prelude::*;
use tokio::io::AsyncReadExt as _;

use super::csv::Dripping;

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "copied_records")]
struct Row {
    id: i64,
    maybe: Option<String>,
    number: Option<i32>,
}

async fn maybes() -> Vec<Option<String>> {
    Row::all().order_by(|r| r.id).values(|r| r.maybe).await.unwrap()
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[orm::test(sqlite, postgres, models(Row))]
async fn a_lone_null_is_a_record() {
    let given = [some("a"), None, some(""), None];
    Row::copy_in_iter(given.iter().map(|maybe| Row::create().maybe(maybe.clone()))).await.unwrap();
    let mut text = Vec::new();
    Row::all().order_by(|r| r.id).values(|r| r.maybe).copy_out_csv(&mut text).await.unwrap();
    assert_eq!(std::str::from_utf8(&text).unwrap(), "maybe\na\n\n\"\"\n\n");
    for text in [&*text, b"\r\nmaybe\r\na\r\n\r\n\"\"\r\n\r\n", b"maybe\ra\r\r\"\"\r\r"] {
        Row::all().delete().everything().await.unwrap();
        assert_eq!(Row::copy_in_csv(text).await.unwrap().rows, 4);
        assert_eq!(maybes().await, given);
    }
    // With several columns an empty line is none.
    assert_eq!(Row::copy_in_csv(b"\n\nmaybe,number\n\n,\n\r\n\r\na,1\n\n".as_slice()).await.unwrap().rows, 2);
}

#[orm::test(sqlite, postgres, models(Row))]
async fn what_ends_within_quotes_is_refused_and_nothing_else() {
    for text in ["maybe\n\"", "maybe\n\"He said \"\"", "maybe\n\"a\n\"\"", "maybe\n\"a,b", "maybe,number\n1,\"\"\"\n"] {
        let error = Row::copy_in_csv(text.as_bytes()).await.unwrap_err();
        assert_eq!(error.to_string(), "line 2 of the input: it ends within quotes", "{text:?}");
    }
    for text in ["\"a\"", "\"a\"\r", "a", "\"a\"\r\n"] {
        Row::all().delete().everything().await.unwrap();
        Row::copy_in_csv(format!("maybe\n{text}").as_bytes()).await.unwrap();
        assert_eq!(maybes().await, [some("a")], "{text:?}");
    }
    Row::copy_in_csv(b"maybe\n\"\"\"\"".as_slice()).await.unwrap();
    assert_eq!(maybes().await, [some("a"), some("\"")]);
}

#[orm::test(sqlite, postgres, models(Row))]
async fn text_behind_closing_quotes_is_refused_wherever_it_ends() {
    let said = "maybe: there is text behind its closing quote, and a quote within quotes is written twice";
    for text in ["\"a\"b", "\"a\" ", "\"a\"b\n", "\"a\" \r\n", "\"He said \"no\" again\"\n", "\"a\"\"\" \n"] {
        let error = Row::copy_in_csv(format!("number,maybe\n\n1,{text}").as_bytes()).await.unwrap_err();
        assert_eq!(error.to_string(), format!("line 3 of the input: {said}"), "{text:?}");
    }
    let error = Row::copy_in_csv(b"maybe,\"number\"x\n".as_slice()).await.unwrap_err();
    let said = "field 2: there is text behind its closing quote, and a quote within quotes is written twice";
    assert_eq!(error.to_string(), format!("line 1 of the input: {said}"));
    // Where a field does not begin with one, a quote is text.
    Row::copy_in_csv(b"maybe\na\"b\"\n \"c\"\n".as_slice()).await.unwrap();
    assert_eq!(maybes().await, [some("a\"b\""), some(" \"c\"")]);
}

#[orm::test(sqlite, postgres, models(Row))]
async fn a_byte_order_mark_may_come_in_parts() {
    for text in ["\u{feff}maybe\na\n", "\u{feff}\"maybe\"\n\"a\"\n"] {
        let dripping = Dripping(text.as_bytes()).take(text.len() as u64);
        assert_eq!(Row::copy_in_csv(dripping).await.unwrap().rows, 1);
    }
    // Only at the very beginning.
    Row::copy_in_csv("maybe\n\u{feff}a\n".as_bytes()).await.unwrap();
    assert_eq!(maybes().await, [some("a"), some("a"), some("\u{feff}a")]);
    let error = Row::copy_in_csv(b"\xef\xbbmaybe\n".as_slice()).await.unwrap_err();
    assert_eq!(error.to_string(), "line 1 of the input: it is not in UTF-8");
}

#[orm::test(sqlite, postgres, models(Row))]
async fn a_record_has_a_greatest_size() {
    let large = "x".repeat(10_000);
    let text = format!("maybe,number\na,1\n\"b\n{large}\n{large}");
    let error = Row::copy_in_csv(text.as_bytes()).bytes_a_record(15_000).await.unwrap_err();
    let said = "it has more than 15000 bytes, within quotes that are not closed so far; bytes_a_record(..) allows more";
    assert_eq!(error.to_string(), format!("line 3 of the input: {said}"));
    let commas = format!("maybe{}", ",".repeat(1_000_000));
    let error = Row::copy_in_csv(commas.as_bytes()).await.unwrap_err();
    assert_eq!(error.to_string(), "line 1 of the input: it has more than 65536 fields");
    let text = format!("maybe\n{large}\n{large}\n");
    assert_eq!(Row::copy_in_csv(text.as_bytes()).bytes_a_record(15_000).await.unwrap().rows, 2);
}

#[orm::test(sqlite, postgres, models(Row))]
async fn rows_go_out_as_many_at_a_time_as_is_said() {
    Row::copy_in_iter((0..10).map(|number| Row::create().number(number))).await.unwrap();
    let numbers = || Row::all().order_by(|r| r.id).values(|r| r.number);
    for (rows, told) in [(1, 10), (3, 4), (5, 2), (10, 1), (0, 10), (u32::MAX, 1)] {
        let (mut text, mut seen) = (Vec::new(), 0);
        let out = numbers().copy_out_csv(&mut text).rows_a_fetch(rows);
        let copied = out.on_progress(|progress| seen += u32::from(progress.rows > 0)).await.unwrap();
        assert_eq!((copied.rows, seen), (10, told), "{rows}");
        assert_eq!(text, b"number\n0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n");
        let (mut text, mut seen) = (Vec::new(), 0);
        let out = numbers().copy_out_json_lines(&mut text).rows_a_fetch(rows).on_progress(|_| seen += 1);
        assert_eq!(out.await.unwrap().rows, 10);
        assert_eq!((text, seen), (b"0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n".to_vec(), told), "{rows}");
    }
}
