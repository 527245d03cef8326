//! Rows as CSV, in and out.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use orm::prelude::*;
use orm::{Db, Error};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "copied_csv")]
pub(super) struct Row {
    id: i64,
    #[orm(column = "the \"text\", written")]
    text: String,
    #[orm(max_length = 40)]
    maybe: Option<String>,
    #[orm(default = 3)]
    number: i32,
    double: Option<f64>,
    parent: Option<ForeignKey<Row>>,
}

/// What text can be to those who write and read it.
pub(super) const HOSTILE: [&str; 16] = [
    "",
    " ",
    ",",
    "\"",
    "\"\"",
    "a\"b",
    "a,b",
    "a\nb",
    "\r",
    "\r\n",
    "'; DROP TABLE x; --",
    "NULL",
    "\\N",
    "\\.",
    "\u{feff}é🦀",
    "=1+1",
];

fn hostile() -> impl Iterator<Item = NewRow> {
    HOSTILE.iter().flat_map(|text| {
        let plain = Row::create().text(*text);
        [plain, Row::create().text(*text).maybe(*text).number(-1).double(0.1)]
    })
}

async fn csv() -> String {
    let mut csv = Vec::new();
    Row::all().order_by(|r| r.id).copy_out_csv(&mut csv).await.unwrap();
    String::from_utf8(csv).unwrap()
}

#[orm::test(sqlite, postgres, models(Row))]
async fn what_is_copied_out_is_copied_in() {
    Row::copy_in_iter(hostile()).await.unwrap();
    let rows = Row::all().order_by(|r| r.id).await.unwrap();
    let text = csv().await;
    Row::all().delete().everything().await.unwrap();
    let mut told = 0;
    let copied = Row::copy_in_csv(text.as_bytes()).on_progress(|progress| told = progress.bytes).await.unwrap();
    assert_eq!((copied.rows, copied.bytes, told), (32, text.len() as u64, text.len() as u64));
    assert_eq!(Row::all().order_by(|r| r.id).await.unwrap(), rows);
    assert_eq!(csv().await, text);
}

#[orm::test(sqlite, postgres, models(Row))]
async fn it_is_written_as_others_read_it() {
    let one = Row::create().text("").await.unwrap();
    Row::create().text("a \"b\"\n").maybe("").number(-5).double(1e300).parent(&one).await.unwrap();
    let header = "id,\"the \"\"text\"\", written\",maybe,number,double,parent_id\n";
    assert_eq!(csv().await, format!("{header}1,\"\",,3,,\n2,\"a \"\"b\"\"\n\",\"\",-5,1e300,1\n"));
    let mut none = Vec::new();
    let copied = Row::filter(|r| r.id.in_([0; 0])).copy_out_csv(&mut none).await.unwrap();
    assert_eq!((copied.rows, std::str::from_utf8(&none).unwrap()), (0, header));
    let mut values = Vec::new();
    let rows = Row::all().order_by(|r| r.id).values(|r| (r.text, r.number + 1, r.parent.number));
    rows.copy_out_csv(&mut values).await.unwrap();
    assert_eq!(std::str::from_utf8(&values).unwrap(), "text,column_2,number\n\"\",4,\n\"a \"\"b\"\"\n\",-4,3\n");
    let mut loaded = Vec::new();
    Row::all().order_by(|r| r.id).select_related(|r| r.parent).copy_out_csv(&mut loaded).await.unwrap();
    assert_eq!(std::str::from_utf8(&loaded).unwrap(), csv().await);
}

#[orm::test(sqlite, postgres, models(Row))]
async fn columns_stand_in_any_order_and_some_are_left_out() {
    let text = "\u{feff}number,text\r\n,\"x\"\r\n\r\n7,\"\"\r\n8,";
    assert_eq!(Row::copy_in_csv(text.as_bytes()).await.unwrap().rows, 3);
    let rows = Row::all().order_by(|r| r.id).values(|r| (r.text, r.number, r.maybe)).await.unwrap();
    assert_eq!(rows, [("x".to_owned(), 3, None), (String::new(), 7, None), (String::new(), 8, None)]);
    for nothing in ["text", "text\n", "\r\n\ntext\r\n"] {
        assert_eq!(Row::copy_in_csv(nothing.as_bytes()).await.unwrap().rows, 0);
    }
}

#[orm::test(sqlite, postgres, models(Row))]
async fn what_is_wrong_with_a_line_is_said() {
    for (text, message) in [
        ("", "line 1 of the input: there is no line that names the columns"),
        ("\r\n\n", "line 1 of the input: there is no line that names the columns"),
        ("id\n1\n", "line 1 of the input: it does not name the column the \"text\", written, which a new Row needs"),
        (
            "text,txt\na,b\n",
            "line 1 of the input: \"txt\" is no column of Row, or is named twice: it has id, the \"text\", written, maybe, \
             number, double, parent_id",
        ),
        // What is called wrong comes before what is missing, and both before what is wrong with rows.
        (
            "txet,number\na,many\n",
            "line 1 of the input: \"txet\" is no column of Row, or is named twice: it has id, the \"text\", written, maybe, \
             number, double, parent_id",
        ),
        ("text\na\nb,c\n", "line 3 of the input: it has 2 fields, and the first line has 1"),
        (
            "text,number\n\"a\n\nb\",1\nc,many\n",
            "line 5 of the input: number: must be a whole number of 32 bits, and is \"many\"",
        ),
        ("text,double\na,1e999\n", "line 2 of the input: double: must be a number, and is \"1e999\""),
        ("text,number\na,\"\"\n", "line 2 of the input: number: must be a whole number of 32 bits, and is \"\""),
        ("text\na\n\"b\n", "line 3 of the input: it ends within quotes"),
        ("text\na\n\"b", "line 3 of the input: it ends within quotes"),
        ("text\nnul \0\n", "invalid value for Row.text: line 2: text cannot hold the character NUL"),
    ] {
        let error = Row::copy_in_csv(text.as_bytes()).await.unwrap_err();
        assert_eq!(error.to_string(), message, "{text:?}");
    }
    let error = Row::copy_in_csv(b"text\n\xff\n".as_slice()).await.unwrap_err();
    assert_eq!(error.to_string(), "line 2 of the input: text: it is not in UTF-8");
    let long = format!("text,maybe\na,{}\n", "x".repeat(41));
    let error = Row::copy_in_csv(long.as_bytes()).await.unwrap_err();
    let Error::Validation { problems, .. } = &error else { panic!("{error:?}") };
    assert_eq!((problems[0].field, problems[0].row), ("maybe", Some(0)));
    assert_eq!(Row::all().count().await.unwrap(), 0);
}

/// Gives one byte at a time, and an error at the end.
pub(super) struct Dripping<'a>(pub(super) &'a [u8]);

impl AsyncRead for Dripping<'_> {
    fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let Some((first, rest)) = self.0.split_first() else { return Poll::Ready(Err(io::Error::other("broken"))) };
        buffer.put_slice(&[*first]);
        self.0 = rest;
        Poll::Ready(Ok(()))
    }
}

/// Takes one byte at a time, and only so many.
struct Full(usize);

impl AsyncWrite for Full {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, _: &[u8]) -> Poll<io::Result<usize>> {
        self.0 = self.0.saturating_sub(1);
        Poll::Ready(if self.0 == 0 { Err(io::Error::other("full")) } else { Ok(1) })
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[orm::test(sqlite, postgres, models(Row))]
async fn readers_and_writers_may_fail(db: Db) {
    let error = Row::copy_in_csv(Dripping(b"text,number\na,1\nb,2\n")).await.unwrap_err();
    assert_eq!(error.downcast_ref::<io::Error>().unwrap().to_string(), "broken");
    let error = Row::copy_in_json_lines(Dripping(b"{\"text\": \"a\"}\n")).await.unwrap_err();
    assert_eq!(error.downcast_ref::<io::Error>().unwrap().to_string(), "broken");
    assert_eq!(Row::all().count().await.unwrap(), 0);
    Row::copy_in_iter((0..3_000).map(|_| Row::create().text("a"))).await.unwrap();
    let copied = Row::all().copy_out_csv(Full(100_000)).await.unwrap();
    assert_eq!(copied.rows, 3_000);
    for bytes in [1, 40, 20_000] {
        let error = Row::all().copy_out_csv(Full(bytes)).await.unwrap_err();
        assert_eq!(error.downcast_ref::<io::Error>().unwrap().to_string(), "full");
    }
    let inside = db.atomic(async {
        assert!(Row::all().copy_out_csv(Full(20_000)).await.is_err());
        Row::all().count().await
    });
    assert_eq!(inside.await.unwrap(), 3_000);
}

#[orm::test(sqlite, postgres, models(Row))]
async fn many_rows_go_out_and_in() {
    Row::copy_in_iter((0..30_000).map(|n| Row::create().text(format!("row {n}")).number(n))).await.unwrap();
    let (mut text, mut seen) = (Vec::new(), Vec::new());
    let copied = Row::all().copy_out_csv(&mut text).on_progress(|progress| seen.push(*progress)).await.unwrap();
    assert_eq!((copied.rows, copied.bytes), (30_000, text.len() as u64));
    assert!(seen.len() > 20 && seen.is_sorted_by(|one, next| one.rows < next.rows && one.bytes < next.bytes));
    Row::all().delete().everything().await.unwrap();
    Row::copy_in_csv(&*text).await.unwrap();
    let sum = Row::all().aggregate(|r| r.number.sum()).await.unwrap();
    assert_eq!(sum, Some(30_000 * 29_999 / 2));
}
