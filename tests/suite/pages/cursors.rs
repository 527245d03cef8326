use orm::prelude::*;
use orm::query::{Cursor, CursorPage};
use orm::sql::Dialect;

use super::{Item, Part, Shelf, items};

fn numbers(page: &CursorPage<i32>) -> &[i32] {
    &page.items
}

#[orm::test(sqlite, postgres, models(Shelf, Item, Part))]
async fn a_cursor_stays_where_it_is_while_rows_come_and_go() {
    items(6).await;
    let all = Item::all().order_by(|i| i.number).values(|i| i.number);
    let first = all.clone().paginate(2).await.unwrap();
    assert_eq!((numbers(&first), first.previous.is_none()), ([1, 2].as_slice(), true));
    // The row beside the cursor goes, one comes before it, and one after it.
    Item::filter(|i| i.number.eq(2)).delete().await.unwrap();
    Item::create().number(0).await.unwrap();
    Item::create().number(3).await.unwrap();
    let second = all.clone().paginate(2).at(&first.next).await.unwrap();
    assert_eq!(numbers(&second), [3, 3]);
    let third = all.clone().paginate(5).at(&second.next).await.unwrap();
    assert_eq!((numbers(&third), third.next.is_none()), ([4, 5, 6].as_slice(), true));
    let back = all.clone().paginate(9).at(&second.previous).await.unwrap();
    assert_eq!((numbers(&back), back.previous.is_none()), ([0, 1].as_slice(), true));
}

#[orm::test(sqlite, postgres, models(Shelf, Item, Part))]
async fn an_empty_page_leads_back_to_where_one_came_from() {
    items(4).await;
    let all = Item::all().values(|i| i.number);
    let first = all.clone().paginate(2).await.unwrap();
    Item::filter(|i| i.number.gt(2)).delete().await.unwrap();
    let empty = all.clone().paginate(2).at(&first.next).await.unwrap();
    assert_eq!((numbers(&empty), empty.next.is_none()), ([].as_slice(), true));
    // With the row beside the cursor, which is still there.
    let back = all.clone().paginate(2).at(&empty.previous).await.unwrap();
    assert_eq!(numbers(&back), [1, 2]);
    items(1).await;
    assert_eq!(numbers(&all.paginate(2).at(&back.next).await.unwrap()), [1]);
}

#[orm::test(sqlite, postgres, models(Shelf, Item, Part))]
async fn after_and_before_a_cursor_are_all_there_is() {
    items(5).await;
    let all = Item::all().order_by(|i| i.number.desc()).values(|i| i.number);
    let page = all.clone().paginate(2).await.unwrap();
    let next = page.next.as_ref().unwrap();
    assert_eq!(numbers(&all.clone().paginate(9).before(next).await.unwrap()), [5, 4]);
    assert_eq!(numbers(&all.clone().paginate(9).after(next).await.unwrap()), [3, 2, 1]);
    let last = all.clone().paginate(2).before(None).await.unwrap();
    assert_eq!((numbers(&last), last.next.is_none()), ([2, 1].as_slice(), true));
    // The same page once more, from the place before it.
    assert_eq!(numbers(&all.clone().paginate(2).after(&last.previous).await.unwrap()), [2, 1]);
    // A filter may change on the way.
    let odd = all.filter(|i| (i.number % 2).eq(1)).paginate(9).at(next).await.unwrap();
    assert_eq!(numbers(&odd), [3, 1]);
}

#[orm::test(sqlite, postgres, models(Shelf, Item, Part))]
async fn cursors_go_through_urls_and_json() {
    items(3).await;
    let page = Item::all().order_by(|i| i.text).paginate(1).await.unwrap();
    let text = page.next.as_ref().unwrap().to_string();
    assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'), "{text}");
    let json = serde_json::to_value(page.map(|item| item.number)).unwrap();
    assert_eq!(json, serde_json::json!({ "items": [1], "next": text, "previous": null }));
    let cursor: Cursor = serde_json::from_value(json["next"].clone()).unwrap();
    assert_eq!(cursor, text.parse().unwrap());
}

#[orm::test(sqlite, postgres, models(Shelf, Item, Part))]
async fn one_comparison_where_all_goes_one_way() {
    items(40).await;
    let wheres = |sql: Vec<String>| {
        sql.into_iter().filter_map(|sql| Some(sql.split_once(" WHERE ")?.1.to_owned())).collect::<Vec<_>>()
    };
    let is_postgres = orm::default_db().unwrap().dialect() == Dialect::Postgres;
    let place = |number: u32| format!("{}{number}", if is_postgres { '$' } else { '?' });
    let (one, two, three, four) = (place(1), place(2), place(3), place(4));

    let (_, sql) = orm::testing::count_queries(async {
        let by_number = Item::all().order_by(|i| i.number);
        let page = by_number.clone().paginate(2).await.unwrap();
        by_number.paginate(2).at(&page.next).await.unwrap();
        let by_id = Item::all().paginate(2).await.unwrap();
        Item::all().paginate(2).at(&by_id.next).await.unwrap();
        let mixed = Item::all().order_by(|i| (i.number.desc(), i.id));
        let page = mixed.clone().paginate(2).await.unwrap();
        mixed.paginate(2).at(&page.next).await.unwrap();
    })
    .await;
    let expected = [
        format!(r#"("number", "id") > ({one}, {two}) ORDER BY "number", "id" LIMIT {three}"#),
        format!(r#""id" > {one} ORDER BY "id" LIMIT {two}"#),
        format!(
            r#""number" <= {one} AND ("number" < {two} OR ("number" = {three} AND "id" > {four})) ORDER BY "number" DESC, "id" LIMIT {}"#,
            place(5)
        ),
    ];
    assert_eq!(wheres(sql), expected);
}

#[orm::test(sqlite, postgres, models(Shelf, Item, Part))]
async fn a_page_that_is_known_to_be_empty_leads_back_like_any_other() {
    items(5).await;
    let all = Item::all().order_by(|i| i.number);
    let first = all.clone().paginate(2).await.unwrap();
    let (asked, queries) = orm::testing::count_queries(all.clone().none().paginate(2).at(&first.next)).await;
    let empty = asked.unwrap();
    assert_eq!((empty.items.len(), empty.next, queries.len()), (0, None, 0));
    let back = all.clone().paginate(2).at(&empty.previous).await.unwrap();
    assert_eq!(back.items.len(), 2);
    let unasked = all.none().paginate(2).await.unwrap();
    assert_eq!((unasked.next, unasked.previous), (None, None));
}
