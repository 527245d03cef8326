use orm::Error;
use orm::prelude::*;
use orm::query::Page;

use super::{Item, Part, Shelf, items};

#[orm::test(sqlite, postgres, models(Shelf, Item, Part))]
async fn pages_count_from_one_and_know_how_many_there_are() {
    items(7).await;
    let numbers = |page: Page<Item>| page.map(|item| item.number).items;
    let all = Item::all().order_by(|i| i.number);
    let first = all.clone().page(1, 3).await.unwrap();
    assert_eq!((first.total, first.pages(), first.has_next(), first.has_previous()), (7, 3, true, false));
    assert_eq!(numbers(first), [1, 2, 3]);
    let last = all.clone().page(3, 3).await.unwrap();
    assert_eq!((last.has_next(), last.has_previous()), (false, true));
    assert_eq!(numbers(last), [7]);
    let beyond = all.clone().page(4, 3).await.unwrap();
    assert_eq!((beyond.items.len(), beyond.total, beyond.has_next(), beyond.has_previous()), (0, 7, false, true));
    let far = all.clone().page(u64::MAX, u64::MAX).await.unwrap();
    assert_eq!((far.items.len(), far.total), (0, 7));
    let whole = all.clone().page(1, u64::MAX).await.unwrap();
    assert_eq!((whole.items.len(), whole.pages()), (7, 1));
    let none = all.filter(|i| i.number.gt(7)).page(1, 3).await.unwrap();
    assert_eq!((none.items.len(), none.total, none.pages(), none.has_next()), (0, 0, 0, false));
}

#[orm::test(sqlite, postgres, models(Shelf, Item, Part))]
async fn pages_of_a_slice_are_those_of_what_it_gives() {
    items(10).await;
    let slice = Item::all().order_by(|i| i.number).offset(2).limit(5);
    let mut seen = Vec::new();
    for number in 1..=4 {
        let page = slice.clone().values(|i| i.number).page(number, 2).await.unwrap();
        assert_eq!((page.total, page.pages()), (5, 3));
        seen.extend(page.items);
    }
    assert_eq!(seen, [3, 4, 5, 6, 7]);
    assert_eq!(Item::all().none().page(1, 2).await.unwrap().total, 0);
    assert_eq!(Item::all().limit(0).page(1, 2).await.unwrap().total, 0);
}

#[orm::test(sqlite, postgres, models(Shelf, Item, Part))]
async fn pages_do_not_overlap_where_the_order_leaves_it_open() {
    items(20).await;
    Item::all().update(|i| i.number.set(1)).await.unwrap();
    let mut seen = Vec::new();
    for number in 1..=7 {
        let page = Item::all().order_by(|i| i.number.desc()).page(number, 3).await.unwrap();
        seen.extend(page.items.into_iter().map(|item| item.id));
    }
    assert!(seen.is_sorted_by(|a, b| a > b), "{seen:?}");
    assert_eq!(seen.len(), 20);
    let distinct = Item::all().values(|i| (i.number, i.id)).distinct().page(2, 3).await.unwrap();
    assert_eq!((distinct.items.len(), distinct.total), (3, 20));
    let computed = Item::all().values(|i| (i.number, i.id * 2)).distinct().order_by(|i| i.number);
    let sql = orm::testing::count_queries(computed.page(2, 3)).await.1.remove(0);
    assert!(sql.contains("ORDER BY \"number\", 2 LIMIT"), "{sql}");
}

#[orm::test(sqlite, postgres, models(Shelf, Item, Part))]
async fn a_page_has_what_its_query_loads() {
    let shelf = Shelf::create().name("top").await.unwrap();
    let item = Item::create().number(1).shelf(&shelf).await.unwrap();
    Part::create().item(&item).await.unwrap();
    let items = Item::all().select_related(|i| i.shelf).prefetch_related(|i| i.parts);
    let page = items.clone().page(1, 5).await.unwrap();
    assert_eq!(page.items[0].shelf.as_ref().unwrap().get().unwrap().name.as_deref(), Some("top"));
    assert_eq!(page.items[0].parts.get().unwrap().len(), 1);
    let page = items.annotate(|i| i.parts.count()).order_by(|i| i.shelf.name).paginate(5).await.unwrap();
    assert_eq!(page.items[0].0.shelf.as_ref().unwrap().get().unwrap().name.as_deref(), Some("top"));
    assert_eq!((page.items[0].0.parts.get().unwrap().len(), page.items[0].1), (1, 1));
    let json = serde_json::to_value(Item::all().values(|i| i.number).page(1, 5).await.unwrap()).unwrap();
    assert_eq!(json, serde_json::json!({ "items": [1], "number": 1, "size": 5, "total": 1, "pages": 1 }));
}

#[orm::test(sqlite, postgres, models(Shelf, Item, Part))]
async fn a_page_is_one_way_to_the_database() {
    items(3).await;
    let (page, queries) = orm::testing::count_queries(Item::all().page(1, 2)).await;
    assert_eq!((page.unwrap().total, queries.len()), (3, 2));
    // Also inside of a transaction, which sees what it has written.
    orm::atomic(async {
        items(2).await;
        assert_eq!(Item::all().page(1, 2).await?.total, 5);
        Ok(())
    })
    .await
    .unwrap();
}

#[orm::test(sqlite, postgres, models(Shelf, Item, Part))]
async fn page_zero_and_pages_of_nothing_are_refused() {
    let zero = Item::all().page(0, 10).await.unwrap_err();
    assert!(matches!(zero, Error::InvalidPage { .. }));
    assert_eq!(zero.to_string(), "invalid page: pages count from 1, and this asks for page 0");
    let nothing = Item::all().page(1, 0).await.unwrap_err();
    assert_eq!(nothing.to_string(), "invalid page: a page has at least one row, and this asks for pages of 0");
}
