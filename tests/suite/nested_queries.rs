//! Queries that are put together again and again: as deep as is said, and a clear error beyond.

use orm::Error;
use orm::prelude::*;
use orm::query::QuerySet;

#[derive(Model, Debug, Clone)]
#[orm(table = "nq_parts")]
struct Part {
    id: i64,
    whole: Option<ForeignKey<Part>>,
}

fn put_together(times: u32, by: impl Fn(QuerySet<Part>, QuerySet<Part>) -> QuerySet<Part>) -> QuerySet<Part> {
    (0..times).fold(Part::all(), |all, _| by(all, Part::all()))
}

fn is_too_deep(error: &Error) -> bool {
    matches!(error, Error::QueryTooLarge { reason } if reason.contains("unions of unions, more than 50"))
}

#[orm::test(sqlite, postgres, models(Part))]
async fn unions_of_unions() {
    let whole = Part::create().await.unwrap();
    Part::create().whole(&whole).await.unwrap();
    assert_eq!(put_together(50, QuerySet::union).await.unwrap().len(), 2);
    assert_eq!(put_together(50, |all, one| one.union_all(all)).count().await.unwrap(), 102);
    assert_eq!(put_together(50, |all, one| one.intersection(all.limit(9))).count().await.unwrap(), 2);
    // However many, a union that grows at its end is one.
    assert_eq!(put_together(60, QuerySet::union).await.unwrap().len(), 2);
    let error = put_together(51, QuerySet::intersection).await.unwrap_err();
    assert!(is_too_deep(&error), "{error}");
    // Also where it is asked otherwise, and where a part of it is what is too deep.
    assert!(is_too_deep(&put_together(51, QuerySet::difference).count().await.unwrap_err()));
    let within = Part::filter(|p| p.id.in_(put_together(51, QuerySet::difference).values(|p| p.id)));
    assert!(is_too_deep(&within.await.unwrap_err()));
    assert!(is_too_deep(&Part::all().union(put_together(51, QuerySet::difference)).await.unwrap_err()));
}

#[orm::test(sqlite, postgres, models(Part))]
async fn any_number_of_them_is_an_error() {
    for by in [QuerySet::union, QuerySet::union_all, QuerySet::intersection, QuerySet::difference] {
        let query = put_together(100_000, by);
        let _ = (query.clone().to_sql(), format!("{query:?}"));
        let error = query.await.unwrap_err();
        assert!(is_too_deep(&error) || error.to_string().contains("of at most 500 queries"), "{error}");
    }
    let query = put_together(100_000, |all, one| one.union(all));
    assert!(is_too_deep(&query.await.unwrap_err()));
    let trees = (0..100_000).fold(Part::all(), |all, _| all.with_descendants(|p| p.whole));
    assert!(is_too_deep(&trees.await.unwrap_err()));
    let mixed = (0..100_000).fold(Part::all(), |all, _| all.with_ancestors(|p| p.whole).union(Part::all().limit(1)));
    assert!(is_too_deep(&mixed.exists().await.unwrap_err()));
}

#[orm::test(sqlite, postgres, models(Part))]
async fn trees_of_trees() {
    let whole = Part::create().await.unwrap();
    Part::create().whole(&whole).await.unwrap();
    let trees = |times: u32| (0..times).fold(Part::all().limit(1), |all, _| all.with_descendants(|p| p.whole));
    assert_eq!(trees(3).count().await.unwrap(), 2);
}
