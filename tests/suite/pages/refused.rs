use orm::prelude::*;
use orm::query::Cursor;
use orm::{Db, Error};

use super::{Item, Part, Shelf, items};
use crate::outside::Outside;

const ANOTHER_QUERY: &str =
    "invalid cursor: it belongs to a query about another model or in another order; start again without it";
const CHANGED: &str = "invalid cursor: its signature does not fit: it was changed, or made with another key";

async fn message(page: orm::query::Paginate<Item>) -> String {
    let (page, queries) = orm::testing::count_queries(page).await;
    assert_eq!(queries, [""; 0]);
    page.unwrap_err().to_string()
}

#[orm::test(sqlite, postgres, models(Shelf, Item, Part))]
async fn cursors_of_other_queries_are_refused() {
    items(3).await;
    Shelf::create().name("a").await.unwrap();
    Shelf::create().name("b").await.unwrap();
    let by_number = Item::all().order_by(|i| i.number).paginate(1).await.unwrap().next;
    assert_eq!(message(Item::all().paginate(1).at(&by_number)).await, ANOTHER_QUERY);
    assert_eq!(message(Item::all().order_by(|i| i.number.desc()).paginate(1).at(&by_number)).await, ANOTHER_QUERY);
    assert_eq!(message(Item::all().order_by(|i| i.maybe).paginate(1).at(&by_number)).await, ANOTHER_QUERY);
    let of_shelf = Shelf::all().paginate(1).await.unwrap().next;
    assert_eq!(message(Item::all().paginate(1).at(&of_shelf)).await, ANOTHER_QUERY);
    // The same text, with another number in it.
    let doubled = Item::all().order_by(|i| i.number * 2).paginate(1).await.unwrap().next;
    assert_eq!(message(Item::all().order_by(|i| i.number * 3).paginate(1).at(&doubled)).await, ANOTHER_QUERY);
    assert!(Item::all().order_by(|i| i.number * 2).paginate(1).at(&doubled).await.is_ok());
}

#[orm::test(sqlite, postgres, models(Shelf, Item, Part))]
async fn cursors_that_were_changed_are_refused() {
    items(3).await;
    let next = Item::all().order_by(|i| i.number).paginate(1).await.unwrap().next.unwrap();
    let text = next.to_string();
    let mut refused = 0;
    for (at, character) in text.char_indices() {
        for other in ['A', 'z', '_', '0'] {
            if other != character {
                let mut changed = text.clone();
                changed.replace_range(at..at + 1, &other.to_string());
                // The first byte says which form it has, and the last characters must be those that are written.
                let Ok(cursor) = changed.parse::<Cursor>() else { continue };
                assert_eq!(message(Item::all().order_by(|i| i.number).paginate(1).at(&cursor)).await, CHANGED);
                refused += 1;
            }
        }
    }
    assert!(refused > 100);
}

#[test]
fn texts_that_are_no_cursors_are_refused() {
    let long = "A".repeat(1 << 22);
    let hostile = [
        "",
        "A",
        "====",
        "AAAA\0",
        "' OR 1=1 --",
        "é",
        "AQ",
        &"A".repeat(40),
        &long,
        "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
    ];
    for text in hostile {
        let refused = text.parse::<Cursor>().unwrap_err();
        assert!(matches!(refused, Error::InvalidCursor { .. }));
        assert_eq!(refused.to_string(), "invalid cursor: the text is not that of a cursor, or not all of it");
    }
    assert!(serde_json::from_str::<Cursor>("\"nonsense\"").is_err());
    assert!(serde_json::from_str::<Cursor>("5").is_err());
}

#[orm::test(sqlite, postgres, models(Shelf, Item, Part))]
async fn what_cannot_be_walked_is_refused() {
    let unsupported = |error: Error| match error {
        Error::Unsupported { reason } => reason,
        other => panic!("{other:?}"),
    };
    assert!(matches!(Item::all().paginate(0).await, Err(Error::InvalidPage { .. })));
    assert_eq!(
        unsupported(Item::all().limit(5).paginate(2).await.unwrap_err()),
        "paginate() of Item with limit() or offset(): the pages are the limit"
    );
    assert_eq!(
        unsupported(Item::all().values(|i| i.number * 2).distinct().paginate(2).await.unwrap_err()),
        "paginate() of distinct values of Item that are computed: select columns, or leave out distinct()"
    );
    assert_eq!(
        unsupported(Item::all().order_by(|i| (i.maybe, orm::random())).paginate(2).await.unwrap_err()),
        "paginate() of Item in a random order: the next page would be of another one"
    );
    // What a page is ordered by, it selects, too; that must not make other rows of them.
    assert_eq!(
        unsupported(Item::all().values(|i| i.number).distinct().order_by(|i| i.maybe).paginate(2).await.unwrap_err()),
        "distinct rows of Item can be ordered only by columns that are selected"
    );
    assert_eq!(
        unsupported(Item::all().values(|i| (i.number, count())).order_by(|i| i.maybe).paginate(2).await.unwrap_err()),
        "groups can be ordered only by what is selected and by aggregates"
    );
    let many = Item::all().order_by(|i| (0..70).map(|_| i.maybe.asc()).collect::<Vec<_>>());
    assert!(matches!(many.paginate(2).await, Err(Error::QueryTooLarge { .. })));
}

#[tokio::test]
async fn processes_that_share_a_key_share_cursors() {
    let outside = Outside::sqlite();
    let with = |secret: &'static [u8]| outside.connect_with(Db::builder().cursor_key(secret));
    let one = with(b"a secret of sixteen bytes").await;
    one.create_tables_of(orm::models![Shelf]).await.unwrap();
    for name in ["a", "b"] {
        Shelf::create().name(name).using(&one).await.unwrap();
    }
    let next = Shelf::all().using(&one).paginate(1).await.unwrap().next;
    let two = with(b"a secret of sixteen bytes").await;
    assert_eq!(Shelf::all().using(&two).paginate(1).at(&next).await.unwrap().items.len(), 1);
    let other = with(b"another secret of so many").await;
    let refused = Shelf::all().using(&other).paginate(1).at(&next).await.unwrap_err();
    assert_eq!(refused.to_string(), CHANGED);
    // Also in a transaction of the same database.
    let tx = one.begin().await.unwrap();
    assert!(Shelf::all().using(&tx).paginate(1).at(&next).await.is_ok());
    tx.rollback().await.unwrap();

    let shown = format!("{:?}", Db::builder().cursor_key("hunter2hunter2hunter2"));
    assert!(!shown.contains("hunter2"), "{shown}");
    let short = Db::builder().cursor_key("abc").connect("sqlite::memory:").await.unwrap_err();
    assert_eq!(short.to_string(), "invalid value: the cursor key has 3 bytes, and needs at least 16");
}
