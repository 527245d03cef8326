//! `get_or_create` and `update_or_create`, alone and where several want the same row.

use orm::prelude::*;
use orm::{Db, Error};

use crate::outside::on_both_outside;

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "or_create_page")]
struct Page {
    id: i64,
    #[orm(unique)]
    path: String,
    #[orm(unique)]
    slug: Option<String>,
    #[orm(default = 1)]
    visits: i64,
}

async fn got(path: &str) -> orm::Result<(Page, bool)> {
    Page::get_or_create(|p| p.path.eq(path), Page::create().path(path)).await
}

async fn visited(path: &str) -> orm::Result<(Page, bool)> {
    Page::update_or_create(|p| p.path.eq(path), |p| p.visits.set(p.visits + 1), Page::create().path(path)).await
}

#[orm::test(sqlite, postgres, models(Page))]
async fn the_row_is_made_once() {
    let (made, created) = got("/").await.unwrap();
    assert!(created);
    assert_eq!(got("/").await.unwrap(), (made.clone(), false));
    let (other, created) = visited("/other").await.unwrap();
    assert_eq!((other.visits, created), (1, true));
    let (visited, created) = visited("/").await.unwrap();
    assert_eq!((visited.id, visited.visits, created), (made.id, 2, false));
    assert_eq!(Page::get(made.id).await.unwrap().visits, 2);
}

#[orm::test(sqlite, postgres, models(Page))]
async fn several_rows_are_an_error() {
    got("/a").await.unwrap();
    got("/b").await.unwrap();
    let any = Page::get_or_create(|p| p.visits.eq(1), Page::create().path("/c")).await;
    assert!(matches!(any, Err(Error::MultipleObjectsReturned { model: "Page" })));
    let any = Page::update_or_create(|p| p.visits.eq(1), |p| p.visits.set(2), Page::create().path("/c")).await;
    assert!(matches!(any, Err(Error::MultipleObjectsReturned { model: "Page" })));
}

#[orm::test(sqlite, postgres, models(Page))]
async fn a_collision_outside_the_condition_is_told() {
    Page::create().path("/a").slug("one").await.unwrap();
    let error = Page::get_or_create(|p| p.path.eq("/b"), Page::create().path("/b").slug("one")).await.unwrap_err();
    assert!(matches!(&error, Error::UniqueViolation { fields, .. } if fields == &["slug"]), "{error:?}");
    let set = Page::update_or_create(|p| p.path.eq("/c"), |p| p.visits.set(2), Page::create().path("/c").slug("one"));
    assert!(matches!(set.await, Err(Error::UniqueViolation { .. })));
}

#[orm::test(sqlite, postgres, models(Page))]
async fn a_collision_leaves_the_transaction_around_it_sound() {
    orm::atomic(async {
        Page::create().path("/a").slug("one").await?;
        let lost = Page::get_or_create(|p| p.path.eq("/b"), Page::create().path("/b").slug("one")).await;
        assert!(matches!(lost, Err(Error::UniqueViolation { .. })));
        visited("/a").await?;
        got("/c").await
    })
    .await
    .unwrap();
    assert_eq!(
        Page::all().order_by(|p| p.path).values(|p| (p.path, p.visits)).await.unwrap(),
        [("/a".to_owned(), 2), ("/c".to_owned(), 1)]
    );
}

on_both_outside! {
    /// 8 tasks want the same 50 rows, half of them inside a transaction.
    async fn a_race_makes_each_row_once(outside: Outside) {
        let db = outside.connect_with(Db::builder().pool_size(8)).await;
        db.create_tables_of(orm::models![Page]).await.unwrap();
        let tasks: Vec<_> = (0..8).map(|task| {
            tokio::spawn(orm::scope(&db, async move {
                let (mut made, mut visits) = (0, 0);
                for key in 0..50 {
                    let (got_it, visited_it) = (format!("/got/{key}"), format!("/visited/{key}"));
                    let (got, visited) = match task % 2 {
                        0 => (got(&got_it).await.unwrap(), visited(&visited_it).await.unwrap()),
                        _ => orm::atomic(async { Ok((got(&got_it).await?, visited(&visited_it).await?)) }).await.unwrap(),
                    };
                    assert_eq!((got.0.path, visited.0.path), (got_it, visited_it));
                    made += i64::from(got.1);
                    visits += i64::from(visited.1);
                }
                (made, visits)
            }))
        }).collect();
        let mut made = (0, 0);
        for task in tasks {
            let (got, visited) = task.await.unwrap();
            made = (made.0 + got, made.1 + visited);
        }
        assert_eq!(made, (50, 50));
        let pages = Page::filter(|p| p.path.starts_with("/visited/")).using(&db).await.unwrap();
        assert_eq!((pages.len(), pages.iter().map(|page| page.visits).sum::<i64>()), (50, 400));
        assert_eq!(Page::all().using(&db).count().await.unwrap(), 100);
    }
}
