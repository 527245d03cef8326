//! Where a row is that is refused: its line in a text, and its place from 0 among those of the program.

use orm::Error;
use orm::error::InvalidField;
use orm::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Model, Debug, Clone, PartialEq, Serialize, Deserialize)]
#[orm(table = "copied_places")]
struct Row {
    id: i64,
    #[orm(max_length = 3)]
    text: String,
}

fn only(error: &Error) -> &InvalidField {
    match error {
        Error::Validation { problems, .. } => &problems[0],
        other => panic!("{other:?}"),
    }
}

#[orm::test(sqlite, postgres, models(Row))]
async fn a_row_of_a_text_is_named_by_its_line() {
    // The records begin in the lines 3, 4 and 7.
    let csv = |text: &str| format!("\nid,text\n1,a\n2,\"\n\n\"\n3,{text}\n");
    let lines = |text: &str| format!("\n{{\"text\": \"a\"}}\n\n\n\n\n{{\"text\": \"{text}\"}}\n");
    let nul = "invalid value for Row.text: line 7: text cannot hold the character NUL";
    let long = "invalid Row: line 7: text: the text has 4 characters, and at most 3 fit";
    let from_csv = Row::copy_in_csv(csv("\0").as_bytes()).await.unwrap_err();
    let from_lines = Row::copy_in_json_lines(lines("\\u0000").as_bytes()).await.unwrap_err();
    assert_eq!([from_csv.to_string(), from_lines.to_string()], [nul, nul]);
    let from_csv = Row::copy_in_csv(csv("abcd").as_bytes()).await.unwrap_err();
    let from_lines = Row::copy_in_json_lines(lines("abcd").as_bytes()).await.unwrap_err();
    assert_eq!([from_csv.to_string(), from_lines.to_string()], [long, long]);
    assert_eq!((only(&from_csv).line, only(&from_csv).row), (Some(7), Some(2)));
    assert_eq!((only(&from_lines).line, only(&from_lines).row), (Some(7), Some(1)));
    let json = serde_json::to_value(only(&from_csv)).unwrap();
    assert_eq!((&json["line"], &json["row"]), (&7.into(), &2.into()));
}

#[orm::test(sqlite, postgres, models(Row))]
async fn a_row_of_the_program_is_counted_from_0() {
    for (text, message) in [
        ("\0", "invalid value for Row.text: row 1: text cannot hold the character NUL"),
        ("abcd", "invalid Row: row 1: text: the text has 4 characters, and at most 3 fit"),
    ] {
        let error = Row::copy_in_iter(["a", text].map(|text| Row::create().text(text))).await.unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

#[orm::test(sqlite, postgres, models(Row))]
async fn one_row_of_a_call_for_many_has_a_place() {
    let long = || Row::create().text("abcd");
    assert_eq!(only(&long().await.unwrap_err()).row, None);
    assert_eq!(only(&long().validate().unwrap_err()).row, None);
    assert_eq!(only(&Row::bulk_create([long()]).await.unwrap_err()).row, Some(0));
    assert_eq!(only(&Row::copy_in_iter([long()]).await.unwrap_err()).row, Some(0));
    let upsert = Row::bulk_create([long().id(1)]).on_conflict(|r| r.id).do_nothing().await.unwrap_err();
    assert_eq!(only(&upsert).row, Some(0));
    let upsert = long().id(1).on_conflict(|r| r.id).do_nothing().await.unwrap_err();
    assert_eq!(only(&upsert).row, None);
    let mut rows = Row::bulk_create([Row::create().text("a")]).await.unwrap();
    rows[0].text = "abcd".to_owned();
    assert_eq!(only(&rows[0].clone().save().await.unwrap_err()).row, None);
    assert_eq!(only(&Row::bulk_save(&mut rows).await.unwrap_err()).row, Some(0));
    assert_eq!(only(&Row::bulk_update(&mut rows, |r| r.text).await.unwrap_err()).row, Some(0));
}

#[orm::test(sqlite, postgres, models(Row))]
async fn rows_of_a_batch_have_their_places_among_those_of_their_model() {
    let mut batch = orm::batch();
    batch.create_all(["a", "abcd"].map(|text| Row::create().text(text)));
    assert_eq!(only(&batch.commit().await.unwrap_err()).row, Some(1));
    let mut rows = Row::bulk_create(["a", "b"].map(|text| Row::create().text(text))).await.unwrap();
    rows[1].text = "abcd".to_owned();
    let mut batch = orm::batch();
    rows.iter().for_each(|row| batch.save(row));
    assert_eq!(only(&batch.commit().await.unwrap_err()).row, Some(1));
}
