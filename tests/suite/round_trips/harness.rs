//! What is done with the values of each type.

use std::fmt::Debug;

use orm::prelude::*;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngSeed, TestRunner};

const SEED: u64 = 20_261_123;
const CASES: usize = 1_000;
/// How many of the values are looked for by themselves, and together.
const LOOKED_FOR: usize = 40;

/// A model of one value, and of one that may be missing.
pub(crate) trait Sample: Model<Key = i64, New: Send> + Clone + Debug + Sized {
    type Value: Clone + Debug + Send + 'static;

    fn new(value: Self::Value, maybe: Option<Self::Value>) -> Self::New;
    fn parts(&self) -> (&Self::Value, Option<&Self::Value>);
    fn equal(value: Self::Value) -> Predicate<Self>;
    fn maybe_equal(value: Self::Value) -> Predicate<Self>;
    fn one_of(values: Vec<Self::Value>) -> Predicate<Self>;
}

pub(crate) fn cases() -> usize {
    match std::env::var("ORM_TEST_CASES") {
        Ok(cases) => cases.parse().expect("ORM_TEST_CASES is a number"),
        Err(_) => CASES,
    }
}

/// Writes values, reads them again, and looks for some of them. `same` says whether one came back as it was.
pub(crate) async fn check<S: Sample>(values: impl Strategy<Value = S::Value>, same: fn(&S::Value, &S::Value) -> bool) {
    let mut runner = TestRunner::new(Config { rng_seed: RngSeed::Fixed(SEED), ..Config::default() });
    let values: Vec<_> = (0..cases()).map(|_| values.new_tree(&mut runner).unwrap().current()).collect();
    let maybe = |index: usize| index.is_multiple_of(2).then(|| &values[values.len() - 1 - index]);
    let rows = values.iter().enumerate().map(|(index, value)| S::new(value.clone(), maybe(index).cloned()));
    let created = S::bulk_create(rows).await.unwrap();
    assert_eq!(created.len(), values.len());
    let read = S::all().await.unwrap();
    let mut read: Vec<(i64, S)> = read.into_iter().map(|row| (row.key(), row)).collect();
    read.sort_by_key(|(id, _)| *id);
    for (index, (made, (_, found))) in created.iter().zip(&read).enumerate() {
        for row in [made, found] {
            let (value, other) = row.parts();
            assert!(same(value, &values[index]), "{:?} became {value:?}", values[index]);
            match (other, maybe(index)) {
                (None, None) => {}
                (Some(found), Some(written)) if same(found, written) => {}
                (found, written) => panic!("{written:?} became {found:?}"),
            }
        }
    }
    let step = (values.len() / LOOKED_FOR).max(1);
    let sought: Vec<usize> = (0..values.len()).step_by(step).collect();
    for &index in &sought {
        let (value, id) = (&values[index], created[index].key());
        assert!(ids(S::equal(value.clone())).await.contains(&id), "{value:?} is not equal to itself");
        if let Some(value) = maybe(index) {
            assert!(ids(S::maybe_equal(value.clone())).await.contains(&id), "{value:?} is not equal to itself");
        }
    }
    let found = ids(S::one_of(sought.iter().map(|&index| values[index].clone()).collect())).await;
    for &index in &sought {
        assert!(found.contains(&created[index].key()), "{:?} is not one of a list that has it", values[index]);
    }
}

async fn ids<S: Sample>(condition: Predicate<S>) -> Vec<i64> {
    S::filter(|_| condition).await.unwrap().iter().map(|row| row.key()).collect()
}

/// A model for each type, and its tests on both databases.
macro_rules! round_trips {
    ($($name:ident($table:literal, $ty:ty) => $values:expr $(, $same:expr)?;)*) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            #[derive(orm::Model, Debug, Clone)]
            #[orm(table = $table)]
            struct Row {
                id: i64,
                value: $ty,
                maybe: Option<$ty>,
            }

            impl crate::round_trips::harness::Sample for Row {
                type Value = $ty;

                fn new(value: $ty, maybe: Option<$ty>) -> NewRow {
                    <Row as orm::prelude::Model>::create().value(value).maybe(maybe)
                }

                fn parts(&self) -> (&$ty, Option<&$ty>) {
                    (&self.value, self.maybe.as_ref())
                }

                fn equal(value: $ty) -> orm::prelude::Predicate<Self> {
                    orm::prelude::Operators::eq(<Row as orm::prelude::Record>::fields().value, value)
                }

                fn maybe_equal(value: $ty) -> orm::prelude::Predicate<Self> {
                    orm::prelude::Operators::eq(<Row as orm::prelude::Record>::fields().maybe, value)
                }

                fn one_of(values: Vec<$ty>) -> orm::prelude::Predicate<Self> {
                    orm::prelude::Operators::in_(<Row as orm::prelude::Record>::fields().value, values)
                }
            }

            #[orm::test(sqlite, postgres, models(Row))]
            async fn round_trip() {
                let same: fn(&$ty, &$ty) -> bool = crate::round_trips::harness::round_trips!(@same $($same)?);
                crate::round_trips::harness::check::<Row>($values, same).await;
            }
        }
    )*};
    (@same) => { |one, other| one == other };
    (@same $same:expr) => { $same };
}

pub(crate) use round_trips;
