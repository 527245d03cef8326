//! Walking pages in random orders, forward and back, gives the whole ordered list, also while rows come and go.

use std::collections::BTreeSet;

use orm::prelude::*;
use orm::query::{CursorPage, Paginate};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use rust_decimal::Decimal;

use super::{Item, Mood, Part, Shelf};
use crate::logic::{SEED, drawn, runner};

const CASES: usize = 60;

/// What a step orders by, which way, and where NULL stands.
type Step = (u8, bool, Option<bool>);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    proptest::collection::vec((0..14_u8, any::<bool>(), any::<Option<bool>>()), 0..5)
}

fn order(i: &'static Fields<Item>, steps: &[Step]) -> Vec<Order<Item>> {
    let step = |&(what, descending, nulls): &Step| {
        macro_rules! by {
            ($operand:expr) => {
                if descending { $operand.desc() } else { $operand.asc() }
            };
        }
        let order = match what {
            0 => by!(i.number),
            1 => by!(i.maybe),
            2 => by!(i.text),
            3 => by!(i.price),
            4 => by!(i.weight),
            5 => by!(i.mood),
            6 => by!(i.shelf.name),
            7 => by!(i.shelf),
            8 => by!((i.number + i.maybe)),
            9 => by!(i.parts.count()),
            10 => by!((i.price * 3)),
            11 => by!(i.ratio),
            12 => by!((i.ratio * 1.1_f32)),
            _ => by!(i.parts.max(|p| p.id)),
        };
        match nulls {
            None => order,
            Some(true) => order.nulls_first(),
            Some(false) => order.nulls_last(),
        }
    };
    steps.iter().map(step).collect()
}

/// The order with what makes it one of single rows.
fn whole(i: &'static Fields<Item>, steps: &[Step]) -> Vec<Order<Item>> {
    let descending = steps.last().is_some_and(|step| step.1);
    let mut order = order(i, steps);
    order.push(if descending { i.id.desc() } else { i.id.asc() });
    order
}

async fn another(runner: &mut TestRunner) -> Item {
    let text = proptest::option::of("[aAé_ ']{0,2}");
    let mood = proptest::option::of(prop_oneof![Just(Mood::Sour), Just(Mood::Fine), Just(Mood::Bright)]);
    let price = proptest::option::of((-3..3_i64, 0..3_u32));
    let numbers = (-2..2_i32, proptest::option::of(-2..2_i32), -1..2_i8);
    let shelf = proptest::option::of(1..4_i64);
    let (text, mood, price, (number, maybe, weight), shelf, parts) =
        drawn(&(text, mood, price, numbers, shelf, 0..3_usize), runner);
    let price = price.map(|(units, zeros)| Decimal::new(units * 10_i64.pow(zeros), zeros));
    let new = Item::create().number(number).maybe(maybe).text(text).price(price).mood(mood);
    let item = new
        .weight(f64::from(weight) / 3.0)
        .ratio(f32::from(weight) * 0.1)
        .shelf(shelf.map(ForeignKey::new))
        .await
        .unwrap();
    for _ in 0..parts {
        Part::create().item(&item).await.unwrap();
    }
    item
}

async fn world(runner: &mut TestRunner, count: usize) {
    for name in [Some("a"), None, Some("b")] {
        Shelf::create().name(name.map(str::to_owned)).await.unwrap();
    }
    for _ in 0..count {
        another(runner).await;
    }
}

/// The pages from one end to the other.
async fn walk<T: Send + 'static>(page: impl Fn() -> Paginate<Item, T>, back: bool) -> Vec<T> {
    let mut pages: Vec<CursorPage<T>> = Vec::new();
    loop {
        let page = match pages.last() {
            None if back => page().before(None).await,
            None => page().await,
            Some(last) => page().at(if back { &last.previous } else { &last.next }).await,
        };
        let page = page.unwrap();
        let ends = if back { page.previous.is_none() } else { page.next.is_none() };
        pages.push(page);
        if ends {
            break;
        }
        assert!(pages.len() < 200, "the pages do not end");
    }
    if back {
        pages.reverse();
    }
    pages.into_iter().flat_map(|page| page.items).collect()
}

#[orm::test(sqlite, postgres, models(Shelf, Item, Part))]
async fn pages_are_the_whole_list_in_its_order() {
    let mut runner = runner();
    world(&mut runner, 40).await;
    for case in 0..CASES {
        let (steps, size) = drawn(&(steps(), 1..9_u64), &mut runner);
        let ordered = Item::filter(|i| i.number.ge(-1)).order_by(|i| order(i, &steps));
        let all: Vec<i64> = ordered.clone().order_by(|i| whole(i, &steps)).values(|i| i.id).await.unwrap();
        let context = format!("case {case} of seed {SEED}: {steps:?} by {size}\n{}", ordered.to_sql());
        for back in [false, true] {
            let models = walk(|| ordered.clone().select_related(|i| i.shelf).paginate(size), back).await;
            assert_eq!(models.iter().map(|item| item.id).collect::<Vec<_>>(), all, "models, back {back}, {context}");
            assert!(models.iter().all(|item| item.shelf.as_ref().is_none_or(|shelf| shelf.get().is_ok())));
            let values = walk(|| ordered.clone().values(|i| i.id).paginate(size), back).await;
            assert_eq!(values, all, "values, back {back}, {context}");
        }
        let annotated = walk(|| ordered.clone().annotate(|i| i.parts.count()).paginate(size), false).await;
        assert_eq!(annotated.iter().map(|(item, _)| item.id).collect::<Vec<_>>(), all, "annotated, {context}");
        // Each page leads back to the one before it.
        let first = ordered.clone().paginate(size).await.unwrap();
        if let Some(next) = &first.next {
            let second = ordered.clone().paginate(size).at(next).await.unwrap();
            let again = ordered.clone().paginate(size).at(&second.previous).await.unwrap();
            let ids = |page: &CursorPage<Item>| page.items.iter().map(|item| item.id).collect::<Vec<_>>();
            assert_eq!((ids(&again), again.previous), (ids(&first), None), "back, {context}");
            assert_eq!(ids(&ordered.paginate(size).at(&again.next).await.unwrap()), ids(&second));
        }
    }
}

#[orm::test(sqlite, postgres, models(Shelf, Item, Part))]
async fn rows_that_stay_are_met_once_while_others_come_and_go() {
    let mut runner = runner();
    world(&mut runner, 30).await;
    for case in 0..CASES {
        let (steps, size, back) = drawn(&(steps(), 1..5_u64, any::<bool>()), &mut runner);
        let ordered = Item::all().order_by(|i| order(i, &steps));
        let context = format!("case {case} of seed {SEED}: {steps:?} by {size}, back {back}\n{}", ordered.to_sql());
        let mut stayed: BTreeSet<i64> = Item::all().values(|i| i.id).await.unwrap().into_iter().collect();
        let mut met: Vec<i64> = Vec::new();
        let mut place = None;
        loop {
            let page = ordered.clone().paginate(size);
            let page = if back { page.before(&place) } else { page.after(&place) }.await.unwrap();
            met.extend(page.items.iter().map(|item| item.id));
            // One beside the cursor, and one anywhere.
            let edge = if back { page.items.first() } else { page.items.last() };
            let anywhere = drawn(&proptest::sample::select(stayed.iter().copied().collect::<Vec<_>>()), &mut runner);
            let (goes_edge, goes_anywhere, comes) = drawn(&any::<(bool, bool, bool)>(), &mut runner);
            let goes = [edge.map(|item| item.id).filter(|_| goes_edge), Some(anywhere).filter(|_| goes_anywhere)];
            for id in goes.into_iter().flatten() {
                Item::filter(|i| i.id.eq(id)).delete().await.unwrap();
                stayed.remove(&id);
            }
            if comes {
                another(&mut runner).await;
            }
            place = if back { page.previous } else { page.next };
            if place.is_none() || stayed.len() < 5 {
                break;
            }
        }
        let mut once = met.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), met.len(), "a row came twice: {met:?}, {context}");
        if place.is_none() {
            let missing: Vec<_> = stayed.iter().filter(|id| !met.contains(id)).collect();
            assert!(missing.is_empty(), "skipped {missing:?}, {context}");
        }
        while Item::all().count().await.unwrap() < 30 {
            another(&mut runner).await;
        }
    }
}
