//! The rows, in the database and in memory.

use orm::prelude::*;
use rust_decimal::Decimal;

use super::dice::Dice;

#[derive(Model, Debug, Clone)]
#[orm(table = "language_items")]
pub(super) struct Item {
    pub(super) id: i64,
    pub(super) number: i64,
    pub(super) maybe: Option<i64>,
    #[orm(max_digits = 12, decimal_places = 2)]
    pub(super) price: Option<Decimal>,
    pub(super) text: String,
    pub(super) name: Option<String>,
    pub(super) parent: Option<ForeignKey<Item>>,
    pub(super) children: HasMany<Item>,
    pub(super) tags: HasMany<Tag>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "language_tags")]
pub(super) struct Tag {
    pub(super) id: i64,
    pub(super) item: ForeignKey<Item>,
    pub(super) weight: Option<i64>,
}

/// What the closures of queries get.
pub(super) type Of = &'static Fields<Item>;

#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) id: i64,
    pub(super) number: i64,
    pub(super) maybe: Option<i64>,
    pub(super) price: Option<Decimal>,
    pub(super) text: String,
    pub(super) name: Option<String>,
    pub(super) parent: Option<i64>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct World {
    pub(super) items: Vec<Row>,
    /// The items' keys, and the weights.
    pub(super) tags: Vec<(i64, Option<i64>)>,
}

pub(super) const TEXTS: [&str; 9] = ["", "a", "A", "b", "ab", "aB", "é", "a%", "_"];

impl World {
    /// Other rows in place of those that are there.
    pub(super) async fn renewed(dice: &mut Dice) -> orm::Result<Self> {
        Tag::all().delete().everything().await?;
        Item::all().update(|i| i.parent.set(None)).await?;
        Item::all().delete().everything().await?;
        let mut world = Self::default();
        for _ in 0..dice.below(25) {
            world.add_item(dice).await?;
        }
        if world.items.is_empty() {
            return Ok(world);
        }
        for _ in 0..dice.below(25) {
            let (item, weight) = (dice.any(&world.items).id, dice.maybe(|dice| dice.within(-2..=2)));
            Tag::create().item(item).weight(weight).await?;
            world.tags.push((item, weight));
        }
        Ok(world)
    }

    async fn add_item(&mut self, dice: &mut Dice) -> orm::Result<()> {
        let parent = if self.items.is_empty() || dice.one_in(3) { None } else { Some(dice.any(&self.items).id) };
        let mut row = Row {
            id: 0,
            number: dice.within(-3..=3),
            maybe: dice.maybe(|dice| dice.within(-3..=3)),
            price: dice.maybe(|dice| Decimal::new(dice.within(-30..=30) * 5, 2)),
            text: dice.any(&TEXTS).to_owned(),
            name: dice.maybe(|dice| dice.any(&TEXTS).to_owned()),
            parent,
        };
        let new = Item::create().number(row.number).maybe(row.maybe).price(row.price);
        let new = new.text(&row.text).name(row.name.clone()).parent(parent.map(ForeignKey::<Item>::new));
        row.id = new.await?.id;
        self.items.push(row);
        Ok(())
    }

    pub(super) fn parent(&self, row: &Row) -> Option<&Row> {
        self.items.iter().find(|other| Some(other.id) == row.parent)
    }

    pub(super) fn children(&self, row: &Row) -> impl Iterator<Item = &Row> {
        let id = row.id;
        self.items.iter().filter(move |other| other.parent == Some(id))
    }

    pub(super) fn tags(&self, row: &Row) -> impl Iterator<Item = Option<i64>> {
        let id = row.id;
        self.tags.iter().filter(move |(item, _)| *item == id).map(|(_, weight)| *weight)
    }
}
