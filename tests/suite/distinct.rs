//! Distinct rows and values, and what can be asked of them; and checks that hold lists.

use orm::Error;
use orm::prelude::*;
use rust_decimal::Decimal;

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "distinct_shelf")]
struct Shelf {
    id: i64,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "distinct_item", ordering = "name", check(distinct_item_known = |i| i.state.in_(["new", "it's old"])))]
struct Item {
    id: i64,
    name: String,
    #[orm(default = "new")]
    state: String,
    price: Decimal,
    #[orm(default = 0.1_f32)]
    weight: f32,
    shelf: Option<ForeignKey<Shelf>>,
}

async fn items() -> Vec<Item> {
    let rows = [("b", "2.5"), ("a", "2.50"), ("b", "3")];
    Item::bulk_create(rows.map(|(name, price)| Item::create().name(name).price(price.parse::<Decimal>().unwrap())))
        .await
        .unwrap()
}

#[orm::test(sqlite, postgres, models(Shelf, Item))]
async fn slices_of_distinct_rows_are_written_and_searched() {
    let all = items().await;
    let slice = Item::all().distinct().limit(2);
    assert!(slice.clone().contains(&all[1]).await.unwrap());
    assert!(!slice.clone().order_by(|i| i.id.desc()).contains(&all[0]).await.unwrap());
    assert_eq!(Item::all().distinct().order_by(|i| i.id).limit(1).delete().await.unwrap(), 1);
    assert_eq!(slice.update(|i| i.state.set("it's old")).await.unwrap(), 2);
    assert_eq!(Item::all().count().await.unwrap(), 2);
}

#[orm::test(sqlite, postgres, models(Shelf, Item))]
async fn computed_values_are_distinct_as_numbers() {
    items().await;
    let prices = Item::all().values(|i| i.price + 1).distinct();
    assert_eq!(prices.clone().count().await.unwrap(), 2, "2.5 and 2.50 are one number");
    assert!(prices.first().await.unwrap().is_some());
    let names = Item::all().values(|i| i.name).distinct();
    assert_eq!(names.clone().first().await.unwrap().as_deref(), Some("a"));
    assert_eq!(names.last().await.unwrap().as_deref(), Some("b"));
}

#[orm::test(sqlite, postgres, models(Shelf, Item))]
async fn a_check_holds_a_list() {
    items().await;
    let error = Item::create().name("c").price(1).state("lost").await.unwrap_err();
    assert!(matches!(error, Error::CheckViolation { .. }), "{error}");
}

#[orm::test(sqlite, postgres, models(Shelf, Item))]
async fn a_foreign_key_is_none_of_these_rows() {
    items().await;
    let shelves = Shelf::bulk_create([Shelf::create(), Shelf::create()]).await.unwrap();
    Item::filter(|i| i.name.eq("a")).update(|i| i.shelf.set(&shelves[0])).await.unwrap();
    assert_eq!(Item::filter(|i| i.shelf.not_in(&shelves[..1])).count().await.unwrap(), 0, "NULL is not known");
    assert_eq!(Item::filter(|i| i.shelf.is_distinct_from(&shelves[0])).count().await.unwrap(), 2);
    assert_eq!(Item::filter(|i| i.shelf.is_not_distinct_from(&shelves[0])).count().await.unwrap(), 1);
}
