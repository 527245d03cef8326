//! Input that is meant to break things, queries of absurd size, and servers and callers that go away.

use std::future::{Future, IntoFuture, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, Instant};

use orm::prelude::*;
use orm::{Db, Error};

use crate::outside::on_both_outside;

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "hostile_note", unique(title, number))]
struct Note {
    id: i64,
    title: String,
    body: Option<String>,
    #[orm(default = 0)]
    number: i32,
    parent: Option<ForeignKey<Note>>,
}

/// A key of text.
#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "hostile_word")]
struct Word {
    #[orm(primary_key)]
    text: String,
    next: Option<ForeignKey<Word>>,
}

/// Each differs from all others, whatever is escaped wrongly or not at all.
pub(crate) fn texts() -> Vec<String> {
    let emoji = "😀".repeat(17) + "é";
    assert_eq!(emoji.len(), 70);
    let texts = [
        "",
        " ",
        "'",
        "''",
        "\"",
        "\"\"",
        "`",
        "\\",
        "\\\\",
        "\\'",
        "%",
        "%%",
        "_",
        "\\%",
        "\\_",
        "100%_\\",
        "'; DROP TABLE hostile_note; --",
        "\"; DROP TABLE hostile_note; --",
        "') OR ('1' = '1",
        "/* */ -- #",
        "$1",
        "?1",
        ":a @b $c",
        "$$ $do$",
        "{}",
        "{0}{1}",
        "NULL",
        "null",
        "\\N",
        "E'\\x00'",
        "\r\n\t\u{b}\u{1b}[31m",
        "\u{1}\u{7f}\u{85}",
        "\u{202e}txt.exe\u{202c}",
        "\u{200f}\u{200e}\u{feff}",
        "שלום עולם",
        "e\u{301}",
        "é",
        "İıſK",
        "👩\u{200d}👩\u{200d}👧",
        "\u{10ffff}\u{fffd}\u{e000}",
        "(a|b)*[^c]+?.^$",
        "{1,2}",
        "*",
        "[",
        "1",
        "1.0",
        "true",
    ];
    texts.into_iter().map(str::to_owned).chain([emoji]).collect()
}

async fn tables(db: &Db) {
    db.create_tables_of(orm::models![Note, Word]).await.unwrap();
}

async fn notes(texts: &[String]) -> Vec<Note> {
    Note::bulk_create(texts.iter().map(|text| Note::create().title(text).body(text))).await.unwrap()
}

async fn ids(condition: Predicate<Note>) -> Vec<i64> {
    Note::filter(|_| condition).order_by(|n| n.id).values(|n| n.id).await.unwrap()
}

/// Polls a future so many times, with a pause after each, and drops it.
async fn poll_and_drop<T>(future: impl IntoFuture<Output = T>, times: usize) -> Option<T> {
    let mut future = pin!(future.into_future());
    for _ in 0..times {
        if let Poll::Ready(value) = poll_fn(|context| Poll::Ready(future.as_mut().poll(context))).await {
            return Some(value);
        }
        tokio::time::sleep(Duration::from_micros(200)).await;
    }
    None
}

#[orm::test(sqlite, postgres, models(Note, Word))]
async fn texts_are_kept_as_they_are() {
    let texts = texts();
    let created = notes(&texts).await;
    for (note, text) in created.iter().zip(&texts) {
        assert_eq!((&note.title, note.body.as_ref()), (text, Some(text)));
        assert_eq!(Note::get(note.id).await.unwrap(), *note);
        let mut single = Note::create().title(text).body(text).number(1).await.unwrap();
        assert_eq!(single.title, *text);
        single.update(|n| n.body.set(n.title)).await.unwrap();
        single.save().await.unwrap();
        assert_eq!(Note::get(single.id).await.unwrap(), single);
        single.delete().await.unwrap();
    }
    let swapped: Vec<_> = texts.iter().rev().collect();
    for (note, text) in created.iter().zip(&swapped) {
        let one = Note::filter(|n| n.id.eq(note.id));
        assert_eq!(one.update(|n| n.body.set(text.as_str())).await.unwrap(), 1);
    }
    let bodies = Note::all().order_by(|n| n.id).values(|n| n.body).await.unwrap();
    assert!(bodies.iter().flatten().eq(swapped.into_iter()));
    assert_eq!(Note::all().count().await.unwrap(), u64::try_from(texts.len()).unwrap());
}

#[orm::test(sqlite, postgres, models(Note, Word))]
async fn texts_find_themselves_and_nothing_else() {
    let texts = texts();
    let created = notes(&texts).await;
    let n = Note::fields();
    for (note, text) in created.iter().zip(&texts) {
        let among = |test: &dyn Fn(&str) -> bool| -> Vec<i64> {
            created.iter().filter(|other| test(&other.title)).map(|other| other.id).collect()
        };
        assert_eq!(ids(n.title.eq(text)).await, [note.id], "{text:?} =");
        assert_eq!(ids(n.body.eq(Some(text.clone()))).await, [note.id], "{text:?} = Some");
        assert_eq!(ids(n.title.in_([text])).await, [note.id], "{text:?} in");
        assert_eq!(ids(n.title.not_in([text])).await.len(), texts.len() - 1, "{text:?} not in");
        assert_eq!(ids(n.title.between(text, text)).await, [note.id], "{text:?} between");
        assert_eq!(
            ids(n.title.contains(text)).await,
            among(&|other| other.contains(text.as_str())),
            "{text:?} contains"
        );
        assert_eq!(
            ids(n.title.starts_with(text)).await,
            among(&|other| other.starts_with(text.as_str())),
            "{text:?} starts"
        );
        assert_eq!(ids(n.title.ends_with(text)).await, among(&|other| other.ends_with(text.as_str())), "{text:?} ends");
        assert!(ids(n.title.icontains(text)).await.contains(&note.id), "{text:?} icontains");
        assert!(ids(n.title.iexact(text)).await.contains(&note.id), "{text:?} iexact");
        let pattern = text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
        assert_eq!(ids(n.title.like(pattern)).await, [note.id], "{text:?} like");
    }
    assert_eq!(ids(n.title.in_(&texts)).await.len(), texts.len());
}

#[orm::test(sqlite, postgres, models(Note, Word))]
async fn the_order_of_texts_finds_each_once() {
    let texts = texts();
    notes(&texts).await;
    let mut ordered = Note::all().order_by(|n| n.title.desc()).values(|n| n.title).distinct().await.unwrap();
    let mut expected = texts.clone();
    ordered.sort();
    expected.sort();
    assert_eq!(ordered, expected);
}

#[orm::test(sqlite, postgres, models(Note, Word))]
async fn keys_of_hostile_text() {
    for text in texts() {
        let word = Word::create().text(&text).await.unwrap();
        let next = Word::create().text(format!("next of {text}")).next(&word).await.unwrap();
        assert_eq!(Word::get(text.as_str()).await.unwrap(), word);
        assert_eq!(Word::filter(|w| w.next.text.eq(&text)).get().await.unwrap(), next);
        assert_eq!(Word::filter(|w| w.next.eq(text.as_str())).get().await.unwrap(), next);
        assert!(Word::all().in_bulk([text.as_str()]).await.unwrap().contains_key(&text));
        let error = Word::create().text(&text).await.unwrap_err();
        assert!(matches!(&error, Error::UniqueViolation { fields, .. } if fields == &["text"]), "{text:?}: {error:?}");
    }
}

#[orm::test(sqlite, postgres, models(Note, Word))]
async fn errors_are_told_in_names_not_in_values() {
    for text in texts() {
        Note::create().title(&text).await.unwrap();
        let error = Note::create().title(&text).await.unwrap_err();
        let Error::UniqueViolation { model, fields, .. } = &error else { panic!("{text:?}: {error:?}") };
        assert_eq!((model.as_str(), fields.as_slice()), ("Note", &["title".to_owned(), "number".to_owned()][..]));
    }
}

#[orm::test(sqlite, postgres, models(Note, Word))]
async fn patterns_of_ones_own() {
    notes(&texts()).await;
    for pattern in ["\\", "%\\", "[", "(", "*", "a{99999}", "\\1", "(?"] {
        let n = Note::fields();
        for condition in
            [n.title.like(pattern), n.title.ilike(pattern), n.title.regex(pattern), n.title.iregex(pattern)]
        {
            // Right or refused, but answered.
            if let Err(error) = Note::filter(|_| condition).await {
                assert!(matches!(error, Error::Database { .. } | Error::InvalidValue { .. }), "{pattern}: {error:?}");
            }
        }
    }
    assert!(Note::all().exists().await.unwrap());
}

#[orm::test(sqlite, postgres, models(Note, Word))]
async fn seventy_thousand_values() {
    let created = notes(&texts()).await;
    let numbers = (0..70_000_i64).map(|number| number * 2);
    let even = created.iter().filter(|note| note.id % 2 == 0).count();
    assert_eq!(ids(Note::fields().id.in_(numbers.clone())).await.len(), even);
    assert_eq!(ids(Note::fields().id.not_in(numbers.clone())).await.len(), created.len() - even);
    assert_eq!(Note::all().in_bulk(numbers).await.unwrap().len(), even);
    let words = (0..70_000).map(|number| format!("{number}'"));
    assert_eq!(ids(Note::fields().title.in_(words.chain(["'".to_owned()]))).await.len(), 1);
}

#[orm::test(sqlite, postgres, models(Note, Word))]
async fn limits_beyond_every_table() {
    let all = u64::try_from(notes(&texts()).await.len()).unwrap();
    assert_eq!(Note::all().limit(u64::MAX).count().await.unwrap(), all);
    assert_eq!(Note::all().limit(u64::MAX).await.unwrap().len(), usize::try_from(all).unwrap());
    assert_eq!(Note::all().limit(u64::MAX).offset(1).count().await.unwrap(), all - 1);
    assert_eq!(Note::all().offset(u64::MAX).await.unwrap(), []);
    assert_eq!(Note::all().limit(u64::MAX).offset(u64::MAX).count().await.unwrap(), 0);
    assert!(!Note::all().offset(u64::MAX).exists().await.unwrap());
    assert_eq!(Note::all().offset(u64::MAX).first().await.unwrap(), None);
    assert_eq!(Note::all().limit(u64::MAX).offset(u64::MAX).delete().await.unwrap(), 0);
    assert_eq!(Note::all().limit(u64::MAX).update(|n| n.number.set(5)).await.unwrap(), all);
}

#[orm::test(sqlite, postgres, models(Note, Word))]
async fn chains_of_ten_thousand() {
    let created = notes(&texts()).await;
    let mut filtered = Note::all().order_by(|n| n.id);
    for number in 0..10_000 {
        filtered = filtered.filter(|n| n.number.gt(-1 - number));
    }
    assert_eq!(filtered.await.unwrap(), created);
    let mut excluded = Note::all();
    for number in 0..10_000 {
        excluded = excluded.exclude(|n| n.body.eq(number.to_string()));
    }
    assert_eq!(excluded.count().await.unwrap(), u64::try_from(created.len()).unwrap() - 1, "\"1\" is one of them");
    let n = Note::fields();
    let any = (1..10_000).fold(n.id.eq(0), |any, number| any | n.id.eq(number));
    assert_eq!(ids(any).await.len(), created.len());
    let all = (1..10_000).fold(n.id.ne(0), |all, number| all & n.id.ne(number));
    assert_eq!(ids(all).await.len(), 0);
}

#[orm::test(sqlite, postgres, models(Note, Word))]
async fn more_parameters_than_any_database_takes() {
    let n = Note::fields();
    let any = (1..70_000).fold(n.id.eq(0), |any, number| any | n.id.eq(number));
    let error = Note::filter(|_| any).await.unwrap_err();
    assert!(matches!(error, Error::QueryTooLarge { .. }), "{error:?}");
    assert!(error.to_string().starts_with("the query is too large: "), "{error}");
    assert_eq!(Note::all().count().await.unwrap(), 0);
}

#[orm::test(sqlite, postgres, models(Note, Word))]
async fn nesting_without_end() {
    notes(&texts()).await;
    let n = Note::fields();
    let message = "the query is too large: expressions are nested more than 200 levels deep, or queries in place of tables, such as in unions of unions, more than 50; chains of & and | \
                   are not counted, and a relation to many rows counts as ten";
    let wrap = |times: usize| (0..times).fold(n.id.gt(0), |inner, _| !(inner & n.number.eq(0)));
    for times in [99, 1_000, 100_000] {
        let query = Note::filter(|_| wrap(times));
        if times < 100 {
            assert!(query.clone().count().await.is_ok());
            assert!(query.exclude(|_| wrap(times)).count().await.is_ok());
            continue;
        }
        let errors = [
            query.clone().await.unwrap_err(),
            query.clone().count().await.unwrap_err(),
            query.clone().exists().await.unwrap_err(),
            query.clone().update(|n| n.number.set(1)).await.unwrap_err(),
            query.clone().delete().await.unwrap_err(),
            Note::exclude(|_| wrap(times)).await.unwrap_err(),
        ];
        for error in errors {
            assert!(matches!(error, Error::QueryTooLarge { .. }), "{error:?}");
            assert_eq!(error.to_string(), message);
        }
        assert_eq!(query.to_sql(), message);
    }
    let sum = (0..100_000).fold(n.number + 0, |sum, number| sum + number);
    assert_eq!(Note::filter(|_| sum.clone().gt(0)).await.unwrap_err().to_string(), message);
    assert_eq!(Note::all().order_by(|_| sum.clone()).await.unwrap_err().to_string(), message);
    assert_eq!(Note::all().values(|_| sum.clone()).await.unwrap_err().to_string(), message);
    assert_eq!(Note::all().update(|n| n.number.set(sum)).await.unwrap_err().to_string(), message);
    assert!(Note::all().exists().await.unwrap());
}

#[orm::test(sqlite, postgres, models(Note, Word))]
async fn long_texts() {
    let long = "'😀%\\".repeat(300_000);
    let note = Note::create().title("long").body(&long).await.unwrap();
    assert_eq!(Note::filter(|n| n.body.eq(&long)).get().await.unwrap(), note);
    let rows = (0..20).map(|number| Note::create().title("many").number(number).body(&long));
    assert_eq!(Note::bulk_create(rows).await.unwrap().len(), 20);
    assert_eq!(Note::filter(|n| n.body.ends_with("\\'😀%\\")).count().await.unwrap(), 21);
}

#[orm::test(sqlite, postgres, models())]
async fn names_from_a_hostile_database() {
    // A table of the model's name that holds something else altogether.
    orm::execute("CREATE TABLE hostile_word (text text, next_id text, \"it's; --\" integer)", ()).await.unwrap();
    orm::execute("INSERT INTO hostile_word VALUES ('a', 'a', 1), (NULL, 'b', 2)", ()).await.unwrap();
    let error = Word::all().await.unwrap_err();
    assert_eq!(error.to_string(), "cannot read Word.text: found NULL, and the field is not an Option");
    assert_eq!(Word::filter(|w| w.text.is_not_null()).count().await.unwrap(), 1);
}

on_both_outside! {
    async fn dropped_at_any_await(outside: Outside) {
        let db = outside.connect_with(Db::builder().pool_size(1).acquire_timeout(Duration::from_secs(20))).await;
        tables(&db).await;
        orm::scope(&db, async {
            let mut at_most = 0;
            for times in 0..20 {
                let one = || Note::create().title("one").number(times);
                let many = (0..50).map(|number| Note::create().title("many").number(times * 50 + number));
                let times = usize::try_from(times).unwrap();
                poll_and_drop(one(), times).await;
                poll_and_drop(Note::bulk_create(many), times).await;
                poll_and_drop(Note::all().order_by(|n| n.body), times).await;
                poll_and_drop(Note::all().update(|n| n.body.set("x")), times).await;
                poll_and_drop(db.create_tables_of(orm::models![Note, Word]), times).await;
                at_most += 1;
                let singles = Note::filter(|n| n.title.eq("one")).count().await.unwrap();
                assert!(singles <= at_most, "{singles} after {at_most}");
                let rest = Note::filter(|n| n.title.eq("many")).count().await.unwrap();
                assert_eq!(rest % 50, 0, "all or nothing, after {times} polls");
            }
            Note::create().title("last").await.unwrap();
            assert_eq!(Note::filter(|n| n.title.eq("last")).delete().await.unwrap(), 1);
        })
        .await;
    }

    async fn many_tasks_on_few_connections(outside: Outside) {
        let db = outside.connect_with(Db::builder().pool_size(2)).await;
        tables(&db).await;
        let note = Note::create().title("counter").using(&db).await.unwrap();
        let tasks: Vec<_> = (0..40)
            .map(|task| {
                let (db, mut note) = (db.clone(), note.clone());
                tokio::spawn(async move {
                    note.update(|n| n.number.set(n.number + 1)).using(&db).await.unwrap();
                    Note::create().title("task").number(task).using(&db).await.unwrap();
                    Note::all().using(&db).await.unwrap().len()
                })
            })
            .collect();
        for task in tasks {
            assert!(task.await.unwrap() >= 2);
        }
        assert_eq!(Note::get(note.id).using(&db).await.unwrap().number, 40, "no update is lost");
        assert_eq!(Note::all().using(&db).count().await.unwrap(), 41);
    }
}

#[tokio::test]
async fn a_server_that_is_killed() {
    let server = test_server::Server::start_another();
    let db = Db::builder().pool_size(2).connect(server.create_database()).await.unwrap();
    tables(&db).await;
    orm::scope(&db, async {
        Note::create().title("a").await.unwrap();
        server.kill();
        let start = Instant::now();
        for _ in 0..4 {
            for error in [Note::all().await.unwrap_err(), Note::create().title("b").await.unwrap_err()] {
                assert!(matches!(error, Error::Connection { .. }) && error.is_retryable(), "{error:?}");
                assert!(error.to_string().starts_with("cannot reach the database: "), "{error}");
            }
        }
        assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    })
    .await;
}

#[tokio::test]
async fn a_server_that_stands_still() {
    let server = test_server::Server::start_another();
    let (limit, wait) = (Duration::from_millis(300), Duration::from_millis(500));
    let builder = Db::builder().pool_size(1).statement_timeout(limit).acquire_timeout(wait).connect_timeout(wait);
    let db = builder.connect(server.create_database()).await.unwrap();
    tables(&db).await;
    orm::scope(&db, async {
        Note::create().title("a").await.unwrap();
        server.pause();
        let start = Instant::now();
        let error = Note::all().await.unwrap_err();
        assert!(matches!(error, Error::Timeout { after } if after == limit), "{error:?}");
        assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
        let error = Note::all().await.unwrap_err();
        assert!(
            matches!(error, Error::Timeout { .. } | Error::Connection { .. } | Error::PoolTimeout { .. }),
            "{error:?}"
        );
        server.resume();
        let patience = Instant::now();
        while let Err(error) = Note::all().count().await {
            assert!(patience.elapsed() < Duration::from_secs(20), "{error:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(Note::all().count().await.unwrap(), 1);
    })
    .await;
}
