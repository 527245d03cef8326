//! Random questions over random relations, against the same rows in memory.

mod condition;
mod world;

use orm::prelude::*;

use self::condition::{Condition, Sampled, conditions, evaluate};
use self::world::{Kind, Person, Skill, Squad, Thing, World};
use crate::logic::{SEED, drawn, runner};

const FILTERS: usize = 1_000;
const LOADS: usize = 100;

/// `filter` gives the rows for which the condition is true, each once; `exclude` all others. Gives whether both gave some.
async fn holds<M: Sampled>(world: &World, kind: Kind, condition: &Condition, case: usize) -> bool {
    let expected = |wanted: bool| -> Vec<i64> {
        let of_kind = world.things(kind);
        of_kind.filter(|t| (evaluate(world, t, condition) == Some(true)) == wanted).map(|t| t.id).collect()
    };
    let inside = M::filter(|f| M::predicate(f, condition)).order_by(|f| M::id(f));
    let outside = M::exclude(|f| M::predicate(f, condition)).order_by(|f| M::id(f));
    let context = format!("case {case} of seed {SEED}: {condition:?}\n{}", inside.to_sql());
    let is_true: Vec<i64> = inside.clone().values(|f| M::id(f)).await.unwrap();
    assert_eq!(is_true, expected(true), "filter, {context}");
    let is_not: Vec<i64> = outside.values(|f| M::id(f)).await.unwrap();
    assert_eq!(is_not, expected(false), "exclude, {context}");
    assert_eq!(inside.count().await.unwrap(), is_true.len() as u64, "count, {context}");
    !is_true.is_empty() && !is_not.is_empty()
}

#[orm::test(sqlite, postgres, models(Squad, Person, Skill))]
async fn filters_over_relations() {
    let mut runner = runner();
    let world = World::new(&mut runner).await;
    let mut telling = 0;
    for case in 0..FILTERS {
        let condition = drawn(&conditions(), &mut runner);
        telling += usize::from(match case % 5 {
            0 => holds::<Squad>(&world, Kind::Squad, &condition, case).await,
            1 => holds::<Skill>(&world, Kind::Skill, &condition, case).await,
            _ => holds::<Person>(&world, Kind::Person, &condition, case).await,
        });
    }
    assert!(telling > FILTERS / 3, "only {telling} conditions told rows apart");
}

/// Some of the rows of each parent, as a query with a condition, an order, an offset and a limit gives them.
struct Pick {
    condition: Condition,
    offset: usize,
    limit: Option<usize>,
}

impl Pick {
    fn rows<M: Sampled>(&self) -> QuerySet<M> {
        let rows = M::filter(|f| M::predicate(f, &self.condition)).order_by(|f| (M::number(f).desc(), M::id(f)));
        let rows = rows.offset(self.offset as u64);
        if let Some(limit) = self.limit { rows.limit(limit as u64) } else { rows }
    }

    fn expected(&self, world: &World, parent: &Thing, relation: usize) -> Vec<i64> {
        let mut rows = world.related(parent, relation);
        rows.retain(|t| evaluate(world, t, &self.condition) == Some(true));
        rows.sort_by_key(|t| (-t.number, t.id));
        rows.into_iter().skip(self.offset).take(self.limit.unwrap_or(usize::MAX)).map(|t| t.id).collect()
    }
}

fn ids<M: Sampled>(rows: &[M]) -> Vec<i64> {
    rows.iter().map(Sampled::row_id).collect()
}

#[orm::test(sqlite, postgres, models(Squad, Person, Skill))]
async fn rows_that_are_prefetched() {
    let mut runner = runner();
    let world = World::new(&mut runner).await;
    let picks = (conditions(), 0..3_usize, proptest::option::of(0..4_usize));
    for case in 0..LOADS {
        let (condition, offset, limit) = drawn(&picks, &mut runner);
        let pick = Pick { condition, offset, limit };
        let people = Person::all().order_by(|p| p.id).prefetch_related(|p| {
            (p.reports.with(pick.rows()), p.skills.with(pick.rows()), p.friends.with(pick.rows()))
        });
        for (person, thing) in people.await.unwrap().iter().zip(world.things(Kind::Person)) {
            let context = format!("case {case}: {:?} {:?} of {thing:?}", pick.condition, (offset, limit));
            assert_eq!(ids(person.reports.picked().unwrap()), pick.expected(&world, thing, 0), "reports, {context}");
            assert_eq!(ids(person.skills.picked().unwrap()), pick.expected(&world, thing, 1), "skills, {context}");
            assert_eq!(ids(person.friends.picked().unwrap()), pick.expected(&world, thing, 2), "friends, {context}");
        }
        // Two levels, of which the second has the same rows for several parents.
        let skills = Skill::all().order_by(|s| s.id).prefetch_related(|s| {
            s.people.with(pick.rows::<Person>().prefetch_related(|p| p.skills.with(pick.rows())))
        });
        for (skill, thing) in skills.await.unwrap().iter().zip(world.things(Kind::Skill)) {
            let people = skill.people.picked().unwrap();
            assert_eq!(ids(people), pick.expected(&world, thing, 0), "people, case {case}");
            for person in people {
                let thing = world.thing(Kind::Person, person.id);
                assert_eq!(ids(person.skills.picked().unwrap()), pick.expected(&world, thing, 1), "case {case}");
            }
        }
    }
}

#[orm::test(sqlite, postgres, models(Squad, Person, Skill))]
async fn rows_that_are_loaded_later() {
    let mut runner = runner();
    let world = World::new(&mut runner).await;
    let sorted = |mut ids: Vec<i64>| {
        ids.sort_unstable();
        ids
    };
    let whole = |thing: &Thing, relation| sorted(world.related(thing, relation).iter().map(|t| t.id).collect());
    for _ in 0..LOADS / 10 {
        let condition = drawn(&conditions(), &mut runner);
        for person in Person::filter(|p| Person::predicate(p, &condition)).await.unwrap() {
            let thing = world.thing(Kind::Person, person.id);
            assert_eq!(sorted(ids(person.reports.load().await.unwrap())), whole(thing, 0));
            assert_eq!(sorted(ids(person.skills.load().await.unwrap())), whole(thing, 1));
            assert_eq!(sorted(ids(&person.friends.load_one().await.unwrap())), whole(thing, 2));
            if let Some(squad) = &person.squad {
                let squad = squad.load().await.unwrap();
                let thing = world.thing(Kind::Squad, squad.id);
                assert_eq!((squad.number, Some(squad.id)), (thing.number, world.thing(Kind::Person, person.id).squad));
                assert_eq!(sorted(ids(squad.members.load().await.unwrap())), whole(thing, 0));
            }
        }
    }
}
