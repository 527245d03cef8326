//! Rows that know which version they are of, and columns that the database computes. On both databases.

use orm::prelude::*;
use orm::{Db, Error};

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "version_page")]
struct Page {
    id: i64,
    #[orm(unique)]
    title: String,
    #[orm(default = 0)]
    views: i64,
    #[orm(version)]
    version: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "version_item")]
struct Item {
    id: i64,
    price: i64,
    amount: i64,
    #[orm(generated = "price * amount")]
    total: i64,
    #[orm(generated = "CASE WHEN price > 10 THEN 'dear' END")]
    class: Option<String>,
}

async fn page() -> Page {
    Page::create().title("home").await.unwrap()
}

#[orm::test(sqlite, postgres, models(Page))]
async fn a_stale_row_is_not_written() {
    let mut mine = page().await;
    let mut other = Page::get(mine.id).await.unwrap();
    assert_eq!(mine.version, 1);
    other.title = "other".to_owned();
    other.save().await.unwrap();
    assert_eq!((other.version, Page::get(mine.id).await.unwrap().version), (2, 2));

    mine.title = "mine".to_owned();
    let stale = mine.save().await.unwrap_err();
    assert_eq!(
        stale.to_string(),
        "the Page was written by someone else since it was read: read it again, and do it once more"
    );
    assert!(matches!(stale, Error::StaleObject { model: "Page" }) && stale.is_retryable());
    assert!(matches!(mine.save_only(|p| p.title).await, Err(Error::StaleObject { .. })));
    assert!(matches!(mine.update(|p| p.views.set(p.views + 1)).await, Err(Error::StaleObject { .. })));
    assert!(matches!(mine.delete().await, Err(Error::StaleObject { .. })));
    assert_eq!(Page::get(mine.id).await.unwrap(), other, "nothing was written");

    mine.refresh().await.unwrap();
    mine.title = "mine".to_owned();
    mine.save_only(|p| p.title).await.unwrap();
    mine.update(|p| p.views.set(p.views + 1)).await.unwrap();
    assert_eq!((mine.version, mine.views), (4, 1));
    assert_eq!(Page::get(mine.id).await.unwrap(), mine);
    assert!(matches!(other.delete().await, Err(Error::StaleObject { .. })));
    mine.delete().await.unwrap();
    assert!(matches!(mine.save().await, Err(Error::DoesNotExist { .. })));
}

#[orm::test(sqlite, postgres, models(Page))]
async fn every_way_to_write_counts() {
    let mut pages = vec![page().await, Page::create().title("news").await.unwrap()];
    Page::filter(|p| p.title.eq("home")).update(|p| p.views.set(5)).await.unwrap();
    let versions = || async { Page::all().order_by(|p| p.id).values(|p| p.version).await.unwrap() };
    assert_eq!(versions().await, [2, 1]);
    pages[1].views = 7;
    for refused in [Page::bulk_save(&mut pages).await, Page::bulk_update(&mut pages, |p| p.views).await.map(drop)] {
        assert!(matches!(refused, Err(Error::StaleObject { .. })));
    }
    assert_eq!((versions().await, pages[1].version), (vec![2, 1], 1), "neither the rows nor what is at hand");
    pages[0].refresh().await.unwrap();
    Page::bulk_update(&mut pages, |p| p.views).await.unwrap();
    Page::bulk_save(&mut pages).await.unwrap();
    assert_eq!((versions().await, pages[0].version), (vec![4, 3], 4));
    let again = Page::create().title("home").views(1).on_conflict(|p| p.title).do_update(|p| p.views).await.unwrap();
    assert_eq!((again.version, again.views), (5, 1));
    let given = Page::filter(|p| p.title.eq("home")).update(|p| p.version.set(1)).returning().await.unwrap();
    assert_eq!(given[0].version, 1, "it can be set by hand");
    assert_eq!(
        Page::insert_from(Page::all(), |to, p| (to.title.set_from(p.title.concat("2")), to.views.set_from(0)))
            .await
            .unwrap(),
        2
    );
    assert_eq!(versions().await, [1, 3, 1, 1]);
    let json: NewPage = serde_json::from_str(r#"{"title": "json", "version": 9}"#).unwrap();
    assert_eq!(Page::bulk_create([json]).await.unwrap()[0].version, 1, "no client sets it");
}

#[orm::test(sqlite, postgres, models(Page))]
async fn writers_that_read_again_lose_nothing(db: Db) {
    let id = page().await.id;
    let tasks = (0..8).map(|_| {
        let db = db.clone();
        tokio::spawn(async move {
            for _ in 0..10 {
                loop {
                    let mut page = Page::get(id).using(&db).await.unwrap();
                    page.views += 1;
                    match page.save().using(&db).await {
                        Ok(()) => break,
                        Err(error) => assert!(error.is_retryable(), "{error:?}"),
                    }
                }
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    let page = Page::get(id).await.unwrap();
    assert_eq!((page.views, page.version), (80, 81));
}

#[orm::test(sqlite, postgres, models(Item))]
async fn what_the_database_computes_comes_back() {
    let mut item = Item::create().price(5).amount(3).await.unwrap();
    assert_eq!((item.total, item.class.as_deref()), (15, None));
    item.price = 20;
    item.save().await.unwrap();
    assert_eq!((item.total, item.class.as_deref()), (60, Some("dear")));
    item.update(|i| i.amount.set(i.amount + 1)).await.unwrap();
    assert_eq!(item.total, 80);
    let many = Item::bulk_create([(1, 2), (30, 4)].map(|(price, amount)| Item::create().price(price).amount(amount)));
    let many = many.await.unwrap();
    assert_eq!(
        many.iter().map(|item| (item.total, item.class.clone())).collect::<Vec<_>>(),
        [(2, None), (120, Some("dear".into()))]
    );
    assert_eq!(Item::filter(|i| i.total.gt(50)).count().await.unwrap(), 2);
    item.amount = 1;
    let mut both = [item, many[0].clone()];
    Item::bulk_save(&mut both).await.unwrap();
    assert_eq!(Item::get(both[0].id).await.unwrap().total, 20);

    let computed = "the database computes it from other columns";
    for refused in [
        Item::create().price(1).amount(1).total(7).await.map(drop),
        Item::bulk_create([Item::create().price(1).amount(1).total(7)]).await.map(drop),
        Item::all().update(|i| i.total.set(1)).await.map(drop),
        both[0].update(|i| i.total.set(1)).await,
    ] {
        let error = refused.unwrap_err();
        assert!(
            matches!(&error, Error::InvalidValue { field: "total", reason, .. } if reason == computed),
            "{error:?}"
        );
    }
    let json: NewItem = serde_json::from_str(r#"{"price": 2, "amount": 2, "total": 99}"#).unwrap();
    assert_eq!(Item::bulk_create([json]).await.unwrap()[0].total, 4);
}

#[orm::test(sqlite, postgres, models(Page, Item))]
async fn what_is_kept_by_others_is_not_written_by_name() {
    let mut page = page().await;
    let refused = "invalid value for Page.version: each write counts it on: leave it out";
    assert_eq!(page.save_only(|p| p.version).await.unwrap_err().to_string(), refused);
    assert_eq!(
        Page::bulk_update(&mut [page.clone()], |p| (p.title, p.version)).await.unwrap_err().to_string(),
        refused
    );
    let mut item = Item::create().price(5).amount(3).await.unwrap();
    let computed = item.save_only(|i| i.total).await.unwrap_err();
    assert!(matches!(computed, Error::InvalidValue { field: "total", .. }));
}
