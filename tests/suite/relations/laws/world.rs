use orm::prelude::*;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::logic::drawn;

#[derive(Model, Debug, Clone)]
pub(super) struct Squad {
    pub(super) id: i64,
    pub(super) number: i32,
    pub(super) maybe: Option<i32>,
    pub(super) members: HasMany<Person>,
}

#[derive(Model, Debug, Clone)]
pub(super) struct Person {
    pub(super) id: i64,
    pub(super) number: i32,
    pub(super) maybe: Option<i32>,
    pub(super) squad: Option<ForeignKey<Squad>>,
    pub(super) boss: Option<ForeignKey<Person>>,
    pub(super) reports: HasMany<Person>,
    pub(super) skills: ManyToMany<Skill>,
    #[orm(symmetrical)]
    pub(super) friends: ManyToMany<Person>,
}

#[derive(Model, Debug, Clone)]
pub(super) struct Skill {
    pub(super) id: i64,
    pub(super) number: i32,
    pub(super) maybe: Option<i32>,
    #[orm(via = skills)]
    pub(super) people: ManyToMany<Person>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Squad,
    Person,
    Skill,
}

/// A row of any of the models.
#[derive(Debug)]
pub(super) struct Thing {
    pub(super) kind: Kind,
    pub(super) id: i64,
    pub(super) number: i32,
    pub(super) maybe: Option<i32>,
    pub(super) squad: Option<i64>,
    boss: Option<i64>,
}

/// All rows, in memory.
pub(super) struct World {
    things: Vec<Thing>,
    skills: Vec<(i64, i64)>,
    friends: Vec<(i64, i64)>,
}

impl World {
    /// Rows with every mixture of small values and NULL, and random connections; the same in the database.
    pub(super) async fn new(runner: &mut TestRunner) -> Self {
        let row = || (-2..3_i32, proptest::option::of(-2..3_i32));
        let up = || proptest::option::of(any::<prop::sample::Index>());
        let vec = |size| proptest::collection::vec(row(), size);
        let mut things = Vec::new();
        for (number, maybe) in drawn(&vec(6), runner) {
            let id = Squad::create().number(number).maybe(maybe).await.unwrap().id;
            things.push(Thing { kind: Kind::Squad, id, number, maybe, squad: None, boss: None });
        }
        for (number, maybe) in drawn(&vec(8), runner) {
            let id = Skill::create().number(number).maybe(maybe).await.unwrap().id;
            things.push(Thing { kind: Kind::Skill, id, number, maybe, squad: None, boss: None });
        }
        let mut people: Vec<Person> = Vec::new();
        for ((number, maybe), squad, boss) in drawn(&proptest::collection::vec((row(), up(), up()), 40), runner) {
            let squads: Vec<i64> = things.iter().filter(|t| t.kind == Kind::Squad).map(|t| t.id).collect();
            let squad = squad.map(|index| *index.get(&squads));
            let boss = boss.filter(|_| !people.is_empty()).map(|index| index.get(&people).id);
            let new = Person::create().number(number).maybe(maybe).squad(squad.map(ForeignKey::new));
            let person = new.boss(boss.map(ForeignKey::new)).await.unwrap();
            things.push(Thing { kind: Kind::Person, id: person.id, number, maybe, squad, boss });
            people.push(person);
        }
        let mut world = Self { things, skills: Vec::new(), friends: Vec::new() };
        let pairs = proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 50);
        let skills: Vec<i64> = world.things(Kind::Skill).map(|t| t.id).collect();
        for (person, skill) in drawn(&pairs, runner) {
            let (person, skill) = (person.get(&people), *skill.get(&skills));
            let added = person.skills.add([skill]).await.unwrap();
            assert_eq!(added, u64::from(!world.skills.contains(&(person.id, skill))));
            if added == 1 {
                world.skills.push((person.id, skill));
            }
        }
        for (a, b) in drawn(&pairs, runner) {
            let (a, b) = (a.get(&people), b.get(&people));
            let is_new = !world.friends.contains(&(a.id, b.id));
            assert_eq!(a.friends.add([b]).await.unwrap(), u64::from(is_new), "{} and {}", a.id, b.id);
            if is_new {
                world.friends.push((a.id, b.id));
                if a.id != b.id {
                    world.friends.push((b.id, a.id));
                }
            }
        }
        world
    }

    pub(super) fn things(&self, kind: Kind) -> impl Iterator<Item = &Thing> {
        self.things.iter().filter(move |thing| thing.kind == kind)
    }

    pub(super) fn thing(&self, kind: Kind, id: i64) -> &Thing {
        self.things(kind).find(|thing| thing.id == id).unwrap()
    }

    pub(super) fn squad(&self, thing: &Thing) -> Option<&Thing> {
        thing.squad.map(|id| self.thing(Kind::Squad, id))
    }

    /// The rows that a relation leads to, by its number: one of its own or one along a foreign key, which can be NULL.
    pub(super) fn related(&self, thing: &Thing, relation: usize) -> Vec<&Thing> {
        let linked = |pairs: &[(i64, i64)], kind| -> Vec<&Thing> {
            let far = pairs.iter().filter(|(near, _)| *near == thing.id);
            far.map(|(_, far)| self.thing(kind, *far)).collect()
        };
        let members =
            |squad: Option<i64>| self.things(Kind::Person).filter(move |t| squad.is_some() && t.squad == squad);
        match (thing.kind, relation) {
            (Kind::Squad, _) => members(Some(thing.id)).collect(),
            (Kind::Skill, _) => {
                let people = self.skills.iter().filter(|(_, skill)| *skill == thing.id);
                people.map(|(person, _)| self.thing(Kind::Person, *person)).collect()
            }
            (Kind::Person, 0) => self.things(Kind::Person).filter(|t| t.boss == Some(thing.id)).collect(),
            (Kind::Person, 1) => linked(&self.skills, Kind::Skill),
            (Kind::Person, 2) => linked(&self.friends, Kind::Person),
            (Kind::Person, 3) => members(thing.squad).collect(),
            (Kind::Person, _) => {
                let boss = thing.boss.map(|id| self.thing(Kind::Person, id));
                boss.map_or_else(Vec::new, |boss| self.related(boss, 1))
            }
        }
    }
}
