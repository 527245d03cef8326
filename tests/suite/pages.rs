//! Pages of a query: by number, and by cursors.

mod cursors;
mod keys;
mod laws;
mod numbered;
mod refused;

use orm::prelude::*;
use rust_decimal::Decimal;

#[derive(DbEnum, Debug, Clone, Copy, PartialEq, Eq)]
#[orm(native = "page_mood")]
pub(crate) enum Mood {
    Sour,
    Fine,
    Bright,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "page_shelf")]
pub(crate) struct Shelf {
    id: i64,
    name: Option<String>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "page_item", index(number, id))]
pub(crate) struct Item {
    id: i64,
    number: i32,
    maybe: Option<i32>,
    text: Option<String>,
    price: Option<Decimal>,
    #[orm(default = 0.5)]
    weight: f64,
    #[orm(default = 0.1)]
    ratio: f32,
    mood: Option<Mood>,
    shelf: Option<ForeignKey<Shelf>>,
    parts: HasMany<Part>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "page_part")]
pub(crate) struct Part {
    id: i64,
    #[orm(on_delete = cascade)]
    item: ForeignKey<Item>,
}

/// Items numbered from 1 to `count`.
async fn items(count: i32) {
    Item::bulk_create((1..=count).map(|number| Item::create().number(number))).await.unwrap();
}
