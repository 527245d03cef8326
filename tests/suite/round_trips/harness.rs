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

/// Writes values in both ways, reads them again, and looks for some of them. `same` says whether one came back as it was.
pub(crate) async fn check<S: Sample>(values: impl Strategy<Value = S::Value>, same: fn(&S::Value, &S::Value) -> bool) {
    let mut runner = TestRunner::new(Config { rng_seed: RngSeed::Fixed(SEED), ..Config::default() });
    let values: Vec<_> = (0..cases()).map(|_| values.new_tree(&mut runner).unwrap().current()).collect();
    let maybe = |index: usize| index.is_multiple_of(2).then(|| &values[values.len() - 1 - index]);
    let rows = || values.iter().enumerate().map(|(index, value)| S::new(value.clone(), maybe(index).cloned()));
    let created = S::bulk_create(rows()).await.unwrap();
    assert_eq!(created.len(), values.len());
    let read = sorted::<S>().await;
    S::copy_in_iter(rows().collect::<Vec<_>>()).await.unwrap();
    let copied = sorted::<S>().await.split_off(read.len());
    assert_eq!((read.len(), copied.len()), (values.len(), values.len()));
    for (index, ((made, found), copied)) in created.iter().zip(&read).zip(&copied).enumerate() {
        for row in [made, found, copied] {
            let (value, other) = row.parts();
            assert!(same(value, &values[index]), "{:?} became {value:?}", values[index]);
            match (other, maybe(index)) {
                (None, None) => {}
                (Some(found), Some(written)) if same(found, written) => {}
                (found, written) => panic!("{written:?} became {found:?}"),
            }
        }
    }
    by_csv(&read, same).await;
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

/// Writes all rows as CSV, and puts those in their place that are read from there.
async fn by_csv<S: Sample>(rows: &[S], same: fn(&S::Value, &S::Value) -> bool) {
    let mut csv = Vec::new();
    S::all().copy_out_csv(&mut csv).await.unwrap();
    S::all().delete().everything().await.unwrap();
    S::copy_in_csv(&*csv).await.unwrap();
    for (before, after) in rows.iter().zip(sorted::<S>().await) {
        let ((value, maybe), (found, found_maybe)) = (before.parts(), after.parts());
        let alike = match (maybe, found_maybe) {
            (Some(maybe), Some(found)) => same(maybe, found),
            (maybe, found) => maybe.is_none() && found.is_none(),
        };
        assert!(same(value, found) && alike, "{before:?} became {after:?} by CSV");
    }
}

async fn sorted<S: Sample>() -> Vec<S> {
    let mut rows = S::all().await.unwrap();
    rows.sort_by_key(Model::key);
    rows
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
