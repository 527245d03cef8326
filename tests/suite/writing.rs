//! Creating, saving, updating and deleting.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use orm::database::Registration;
use orm::prelude::*;
use uuid::Uuid;

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "writing_account", check(writing_visits_not_negative = |a| a.visits.ge(0)))]
struct Account {
    id: i64,
    #[orm(unique)]
    name: String,
    nick: Option<String>,
    #[orm(default = 5)]
    visits: i32,
    #[orm(default = vec![1, 2])]
    bytes: Option<Vec<u8>>,
    #[orm(db_default = "6 * 7")]
    stars: i16,
    #[orm(auto_now_add)]
    opened: DateTime<Utc>,
    #[orm(auto_now)]
    written: DateTime<Utc>,
}

/// Another date and time of each kind that is filled in.
#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "writing_visit")]
struct Visit {
    id: Uuid,
    #[orm(auto_now_add)]
    day: NaiveDate,
    #[orm(auto_now)]
    moment: Option<DateTime<Utc>>,
    place: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "writing_language")]
struct Language {
    #[orm(primary_key)]
    code: String,
    #[orm(default = String::new())]
    name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "writing_number")]
struct Number {
    #[orm(primary_key)]
    id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "writing_pair")]
struct Pair {
    id: i64,
    left: i32,
    right: i32,
    label: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "writing_author")]
struct Author {
    id: i64,
    name: String,
    language: Option<ForeignKey<Language>>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "writing_book")]
struct Book {
    id: i64,
    title: String,
    pages: i32,
    #[orm(on_delete = cascade)]
    author: ForeignKey<Author>,
    #[orm(on_delete = set_null)]
    editor: Option<ForeignKey<Author>>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "writing_loan")]
struct Loan {
    id: i64,
    /// Restricted, as nothing is said.
    book: ForeignKey<Book>,
    #[orm(on_delete = set_default, db_default = "'en'")]
    language: ForeignKey<Language>,
}

const TABLES: &[Registration] = orm::models![Account, Visit, Language, Number, Pair, Author, Book, Loan];

/// A moment later than any that was taken before.
async fn later() -> DateTime<Utc> {
    tokio::time::sleep(Duration::from_millis(2)).await;
    Utc::now()
}

async fn pairs() -> [Pair; 3] {
    let new = [(1, 10), (2, 20), (3, 30)].map(|(left, right)| Pair::create().left(left).right(right));
    Pair::bulk_create(new).await.unwrap().try_into().unwrap()
}

async fn all_pairs() -> Vec<(i32, i32)> {
    Pair::all().order_by(|p| p.id).values(|p| (p.left, p.right)).await.unwrap()
}

/// Two authors, and three books by the first two of them.
async fn library() -> ([Author; 2], [Book; 3]) {
    Language::create().code("en").await.unwrap();
    Language::create().code("fr").name("français").await.unwrap();
    let ann = Author::create().name("ann").language("fr").await.unwrap();
    let bob = Author::create().name("bob").await.unwrap();
    let books = Book::bulk_create([
        Book::create().title("a").pages(100).author(&ann).editor(&bob),
        Book::create().title("b").pages(200).author(&ann),
        Book::create().title("c").pages(300).author(&bob).editor(&ann),
    ]);
    let books = books.await.unwrap().try_into().unwrap();
    ([ann, bob], books)
}

async fn pages() -> Vec<i32> {
    Book::all().order_by(|b| b.title).values(|b| b.pages).await.unwrap()
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn create_fills_what_is_left_out() {
    let before = later().await;
    let ann = Account::create().name("ann").await.unwrap();
    let after = later().await;
    assert_eq!((ann.visits, ann.bytes.as_deref(), ann.stars), (5, Some(&[1, 2][..]), 42));
    assert_eq!(ann.nick, None);
    assert!(before.timestamp_micros() <= ann.opened.timestamp_micros() && ann.opened <= after, "{ann:?}");
    assert_eq!(ann.opened, ann.written, "one moment for one row");
    assert_eq!(Account::get(ann.id).await.unwrap(), ann);

    let opened = DateTime::from_timestamp_micros(1).unwrap();
    let bob = Account::create().name("bob").nick("b").visits(0).bytes(None).stars(1).opened(opened).id(70);
    let bob = bob.await.unwrap();
    assert_eq!((bob.id, bob.nick.as_deref(), bob.visits, &bob.bytes, bob.stars), (70, Some("b"), 0, &None, 1));
    assert_eq!(bob.opened, opened);
    assert_eq!(Account::get(70).await.unwrap(), bob);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn keys_of_each_type() {
    let first = Visit::create().place("here").await.unwrap();
    let second = Visit::create().place("there").await.unwrap();
    assert_eq!(first.id.get_version_num(), 7);
    assert!(first.id < second.id, "keys of version 7 rise");
    assert_eq!(first.moment.map(|moment| moment.date_naive()), Some(first.day));
    assert_eq!(Visit::get(first.id).await.unwrap(), first);
    let given = Visit::create().id(Uuid::nil()).place("nowhere").await.unwrap();
    assert_eq!(given.id, Uuid::nil());
    assert_eq!(Visit::all().first().await.unwrap(), Some(given));

    let language = Language::create().code("fr").await.unwrap();
    assert_eq!(Language::get("fr").await.unwrap(), language);
    assert!(Language::get("FR").await.is_err());
    assert_eq!(Language::get_or_none("de".to_owned()).await.unwrap(), None);

    let (one, two) = (Number::create().await.unwrap(), Number::create().await.unwrap());
    assert_eq!((one.id, two.id), (1, 2));
    let many = Number::bulk_create((0..3).map(|_| Number::create())).await.unwrap();
    assert_eq!(many.iter().map(|number| number.id).collect::<Vec<_>>(), [3, 4, 5]);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn bulk_create_keeps_the_order() {
    assert_eq!(Pair::bulk_create([]).await.unwrap(), []);
    let one = Pair::bulk_create([Pair::create().left(-1).right(-1).label("x")]).await.unwrap();
    assert_eq!(one, [Pair::get(one[0].id).await.unwrap()]);
    let new = (0..5_000).map(|number| Pair::create().left(5_000 - number).right(number));
    let created = Pair::bulk_create(new).await.unwrap();
    assert!(created.iter().zip(0..).all(|(pair, number)| (pair.left, pair.right) == (5_000 - number, number)));
    assert!(created.is_sorted_by(|a, b| a.id < b.id));
    let read = Pair::filter(|p| p.left.gt(0)).order_by(|p| p.right).await.unwrap();
    assert_eq!(read, created);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn bulk_create_fills_what_is_left_out() {
    let created = Account::bulk_create(["a", "b"].map(|name| Account::create().name(name))).await.unwrap();
    for account in &created {
        assert_eq!((account.visits, account.stars), (5, 42));
        assert_eq!(Account::get(account.id).await.unwrap(), *account);
    }
    let given = (1..=3).map(|id| Account::create().name(id.to_string()).id(id * 100).stars(1)).collect::<Vec<_>>();
    let given = Account::bulk_create(given).await.unwrap();
    assert_eq!(given.iter().map(|account| account.id).collect::<Vec<_>>(), [100, 200, 300]);
    // What some set and others leave to the database are two statements, and their order stays.
    let mixed = ["c", "d", "e"].map(|name| Account::create().name(name));
    let [c, d, e] = mixed;
    let (mixed, queries) = orm::testing::count_queries(Account::bulk_create([c, d.stars(1), e])).await;
    let mixed: Vec<_> = mixed.unwrap().into_iter().map(|account| (account.name, account.stars)).collect();
    assert_eq!(mixed, [("c".to_owned(), 42), ("d".to_owned(), 1), ("e".to_owned(), 42)]);
    assert_eq!(queries.iter().filter(|sql| sql.contains("INSERT")).count(), 2);
    let (broken, stays) = (Account::create().name("f"), Account::create().name("c").stars(2));
    assert!(Account::bulk_create([broken, stays]).await.is_err());
    assert!(!Account::filter(|a| a.name.eq("f")).exists().await.unwrap(), "all or nothing");
    let visits = Visit::bulk_create((0..20).map(|_| Visit::create().place("x"))).await.unwrap();
    assert!(visits.is_sorted_by(|a, b| a.id < b.id), "keys made here rise as well");
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn bulk_create_is_all_or_nothing() {
    let names = (0..1_000).map(|number| if number == 990 { "7".to_owned() } else { number.to_string() });
    let error = Account::bulk_create(names.map(|name| Account::create().name(name))).await.unwrap_err();
    assert!(matches!(error, orm::Error::UniqueViolation { .. }), "{error:?}");
    let error =
        Account::bulk_create([1, 0, -1].map(|visits| Account::create().name(visits.to_string()).visits(visits)));
    assert!(matches!(error.await.unwrap_err(), orm::Error::CheckViolation { .. }));
    assert_eq!(Account::all().count().await.unwrap(), 0);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn save_writes_every_field() {
    let mut ann = Account::create().name("ann").await.unwrap();
    let other = Account::create().name("bob").await.unwrap();
    let written = ann.written;
    later().await;
    ann.name = "Ann".to_owned();
    ann.nick = Some("a".to_owned());
    ann.visits = 8;
    ann.bytes = None;
    ann.opened = DateTime::UNIX_EPOCH;
    ann.save().await.unwrap();
    assert!(ann.written > written, "auto_now moves");
    assert_eq!(Account::get(ann.id).await.unwrap(), ann);
    assert_eq!(Account::get(other.id).await.unwrap(), other, "and nothing else is written");

    ann.nick = None;
    ann.save().await.unwrap();
    assert_eq!(Account::get(ann.id).await.unwrap().nick, None);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn save_only_writes_those() {
    let mut ann = Account::create().name("ann").await.unwrap();
    let before = ann.clone();
    later().await;
    (ann.name, ann.nick, ann.visits) = ("Ann".to_owned(), Some("a".to_owned()), 9);
    ann.save_only(|a| (a.name, a.visits)).await.unwrap();
    assert!(ann.written > before.written);
    let read = Account::get(ann.id).await.unwrap();
    assert_eq!((read.name.as_str(), read.visits, &read.nick), ("Ann", 9, &None));
    assert_eq!(read.written, ann.written);
    assert_eq!(ann.nick.as_deref(), Some("a"), "what was not saved stays as it is here");

    let ([ann, bob], [mut book, ..]) = library().await;
    (book.author, book.editor, book.pages) = ((&bob).into(), Some((&ann).into()), 1);
    book.save_only(|b| (b.author, b.editor)).await.unwrap();
    let read = Book::get(book.id).await.unwrap();
    assert_eq!((&read.author, &read.editor, read.pages), (&book.author, &book.editor, 100));
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn rows_that_are_gone() {
    let mut ann = Account::create().name("ann").await.unwrap();
    let same = ann.clone();
    same.delete().await.unwrap();
    assert!(!Account::all().exists().await.unwrap());
    let gone = |error: orm::Error| {
        assert!(matches!(error, orm::Error::DoesNotExist { model: "Account" }), "{error:?}");
        assert_eq!(error.to_string(), "no Account matches the query");
    };
    gone(ann.save().await.unwrap_err());
    gone(ann.save_only(|a| a.nick).await.unwrap_err());
    gone(ann.update(|a| a.visits.set(1)).await.unwrap_err());
    gone(ann.refresh().await.unwrap_err());
    gone(ann.delete().await.unwrap_err());
    gone(Account::get(ann.id).await.unwrap_err());
    assert_eq!(Account::get_or_none(ann.id).await.unwrap(), None);
    assert_eq!(ann, same, "and the row at hand is as it was");
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn update_of_a_row_gives_the_new_values() {
    let mut ann = Account::create().name("ann").nick("a").await.unwrap();
    let mut stale = ann.clone();
    stale.name = "not saved".to_owned();
    later().await;
    ann.update(|a| a.visits.set(a.visits + 1)).await.unwrap();
    stale.update(|a| (a.visits.set(a.visits * 10), a.nick.set(None))).await.unwrap();
    assert_eq!((ann.visits, stale.visits), (6, 60), "computed from what is in the database");
    assert_eq!((stale.name.as_str(), &stale.nick), ("not saved", &None));
    assert!(stale.written >= ann.written && ann.written > ann.opened);
    let read = Account::get(ann.id).await.unwrap();
    assert_eq!((read.name.as_str(), read.visits, &read.nick, read.written), ("ann", 60, &None, stale.written));
    ann.refresh().await.unwrap();
    assert_eq!(ann, read);

    let error = ann.update(|a| a.visits.set(a.visits - 1_000)).await.unwrap_err();
    assert!(matches!(error, orm::Error::CheckViolation { .. }), "{error:?}");
    assert_eq!(ann, read);
    ann.update(|_| Vec::<Assignment<Account>>::new()).await.unwrap();
    assert_eq!(ann, Account::get(ann.id).await.unwrap());
    let error = ann.update(|a| (a.visits.set(1), a.visits.set(2))).await.unwrap_err();
    assert_eq!(error.to_string(), "invalid value for Account.visits: it is set twice in one update");
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn update_of_a_query() {
    let [first, ..] = pairs().await;
    assert_eq!(Pair::filter(|p| p.left.ge(2)).update(|p| p.right.set(p.right + p.left)).await.unwrap(), 2);
    assert_eq!(all_pairs().await, [(1, 10), (2, 22), (3, 33)]);
    let swapped = Pair::all().update(|p| (p.left.set(p.right), p.right.set(p.left))).await.unwrap();
    assert_eq!(swapped, 3);
    assert_eq!(all_pairs().await, [(10, 1), (22, 2), (33, 3)]);
    assert_eq!(Pair::exclude(|p| p.id.eq(first.id)).update(|p| p.label.set("x")).await.unwrap(), 2);
    assert_eq!(Pair::filter(|p| p.label.eq(None)).update(|p| p.label.set(None)).await.unwrap(), 1);
    assert_eq!(Pair::filter(|p| p.label.eq("x")).count().await.unwrap(), 2);
    assert_eq!(Pair::filter(|p| p.left.eq(99)).update(|p| p.left.set(0)).await.unwrap(), 0);
    assert_eq!(Pair::all().update(|_| Vec::<Assignment<Pair>>::new()).await.unwrap(), 0);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn updates_of_a_slice() {
    pairs().await;
    let largest = Pair::all().order_by(|p| p.left.desc()).limit(2);
    assert_eq!(largest.update(|p| p.right.set(0)).await.unwrap(), 2);
    assert_eq!(all_pairs().await, [(1, 10), (2, 0), (3, 0)]);
    assert_eq!(Pair::all().order_by(|p| p.left).offset(2).update(|p| p.right.set(7)).await.unwrap(), 1);
    assert_eq!(all_pairs().await, [(1, 10), (2, 0), (3, 7)]);
    assert_eq!(Pair::all().order_by(|p| p.left.desc()).limit(1).offset(1).delete().await.unwrap(), 1);
    assert_eq!(all_pairs().await, [(1, 10), (3, 7)]);
    assert_eq!(Pair::all().limit(0).delete().await.unwrap(), 0);
    assert_eq!(Pair::all().delete().everything().await.unwrap(), 2);
    assert_eq!(Pair::all().delete().everything().await.unwrap(), 0);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn writes_through_a_path() {
    library().await;
    let by_ann = Book::filter(|b| b.author.name.eq("ann"));
    assert_eq!(by_ann.clone().update(|b| b.pages.set(b.pages + 1)).await.unwrap(), 2);
    assert_eq!(pages().await, [101, 201, 300]);
    let french = Book::filter(|b| b.author.language.name.eq("français") & b.pages.gt(101));
    assert_eq!(french.update(|b| b.pages.set(9)).await.unwrap(), 1);
    assert_eq!(pages().await, [101, 9, 300]);
    let unedited = Book::filter(|b| b.editor.name.is_null());
    assert_eq!(unedited.order_by(|b| b.author.name).limit(5).update(|b| b.pages.set(1)).await.unwrap(), 1);
    assert_eq!(pages().await, [101, 1, 300]);
    assert_eq!(by_ann.order_by(|b| b.editor.name).limit(1).delete().await.unwrap(), 1);
    assert_eq!(pages().await, [1, 300]);
    assert_eq!(Book::filter(|b| b.editor.language.code.eq("fr")).delete().await.unwrap(), 1);
    assert_eq!(pages().await, [1]);
    let error = Book::all().update(|b| b.title.set(b.author.name)).await.unwrap_err();
    assert_eq!(error.to_string(), "an update of Book cannot compute a value from the row of a foreign key");
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn foreign_keys() {
    let ([ann, bob], [a, b, _]) = library().await;
    let by_row = Book::create().title("d").pages(1).author(&ann).await.unwrap();
    let by_key = Book::create().title("e").pages(1).author(ann.id).editor(bob.id).await.unwrap();
    let by_holder = Book::create().title("f").pages(1).author(&a.author).editor(None).await.unwrap();
    assert_eq!((&by_row.author, &by_key.author, &by_holder.author), (&a.author, &a.author, &a.author));
    assert_eq!((&by_row.editor, &by_holder.editor), (&None, &None));
    assert_eq!(by_key.editor, Some(ForeignKey::new(bob.id)));

    assert_eq!(Book::filter(|b| b.author.eq(&bob)).count().await.unwrap(), 1);
    assert_eq!(Book::filter(|b| b.author.eq(bob.id)).count().await.unwrap(), 1);
    assert_eq!(Book::filter(|b| b.author.ne(&bob)).count().await.unwrap(), 5);
    assert_eq!(Book::filter(|b| b.author.in_([&ann, &bob])).count().await.unwrap(), 6);
    assert_eq!(Book::filter(|b| b.editor.is_null()).count().await.unwrap(), 3);
    assert_eq!(Book::filter(|b| b.editor.eq(None)).count().await.unwrap(), 3);
    assert_eq!(Book::filter(|b| b.editor.eq(b.author)).count().await.unwrap(), 0);

    let mut a = a;
    a.update(|b| (b.author.set(&bob), b.editor.set(None))).await.unwrap();
    assert_eq!((&a.author, &a.editor), (&ForeignKey::from(&bob), &None));
    Book::filter(|book| book.id.eq(b.id)).update(|b| b.editor.set(b.author)).await.unwrap();
    assert_eq!(Book::get(b.id).await.unwrap().editor, Some(ForeignKey::new(ann.id)));
    assert_eq!(Author::get(&b.author).await.unwrap(), ann);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn what_becomes_of_rows_that_point() {
    let ([ann, bob], [a, b, c]) = library().await;
    ann.delete().await.unwrap();
    let left = Book::all().await.unwrap();
    assert_eq!(left, [Book { editor: None, ..c.clone() }], "her own go, and what she edited stays without her");
    assert!(Book::get_or_none(a.id).await.unwrap().is_none() && Book::get_or_none(b.id).await.unwrap().is_none());

    let french = Loan::create().book(&c).language("fr").await.unwrap();
    let english = Loan::create().book(&c).await.unwrap();
    assert_eq!(english.language.id(), "en");
    Language::filter(|l| l.code.eq("fr")).delete().await.unwrap();
    assert_eq!(Loan::get(french.id).await.unwrap().language.id(), "en", "the default takes its place");

    for error in [c.delete().await.unwrap_err(), Book::all().delete().everything().await.unwrap_err()] {
        assert!(matches!(error, orm::Error::Protected { .. }), "{error:?}");
    }
    // What stops a cascade stands one step further on.
    let error = bob.delete().await.unwrap_err().to_string();
    let expected = "Author cannot be deleted, because other rows point at it: Loan 1, 2 by book, which points at a Book that \
                    goes with it";
    assert_eq!(error, expected);
    assert_eq!((Book::all().count().await.unwrap(), Loan::all().count().await.unwrap()), (1, 2));
    Loan::all().delete().everything().await.unwrap();
    assert_eq!(Author::all().delete().everything().await.unwrap(), 1, "what goes by cascade is not counted");
    assert_eq!(Book::all().count().await.unwrap(), 0);
}

#[orm::test(sqlite, postgres, models())]
async fn nothing_is_asked_for_nothing() {
    // No table is there, so that whatever is asked would fail.
    assert!(Pair::all().await.is_err());
    assert_eq!(Pair::all().none().await.unwrap(), []);
    assert_eq!(Pair::all().none().count().await.unwrap(), 0);
    assert!(!Pair::all().none().exists().await.unwrap());
    assert_eq!(Pair::all().none().first().await.unwrap(), None);
    assert_eq!(Pair::all().none().last().await.unwrap(), None);
    assert_eq!(Pair::all().none().get_or_none().await.unwrap(), None);
    assert_eq!(Pair::all().none().values(|p| p.left).await.unwrap(), [] as [i32; 0]);
    assert_eq!(Pair::all().none().filter(|p| p.left.eq(1)).update(|p| p.left.set(2)).await.unwrap(), 0);
    assert_eq!(Pair::filter(|p| p.left.in_([] as [i32; 0])).delete().await.unwrap(), 0);
    assert_eq!(Pair::all().limit(0).await.unwrap(), []);
    assert_eq!(Pair::all().limit(0).count().await.unwrap(), 0);
    assert_eq!(Pair::bulk_create([]).await.unwrap(), []);
    assert!(Pair::all().in_bulk([] as [i64; 0]).await.unwrap().is_empty());
}
