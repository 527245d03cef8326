//! Relations that are loaded by several tasks at once, and loads that are given up half way.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use orm::Db;
use orm::prelude::*;
use orm::testing::assert_queries;

use super::models::{Order, TABLES, User, shop};
use crate::outside::on_both_outside;
use crate::polls::{dropped_after, interleaved};

/// More polls than any of it takes.
const MOST_POLLS: usize = 500;

fn everything() -> QuerySet<User> {
    User::all().prefetch_related(|u| {
        (u.orders.with(Order::all().prefetch_related(|o| (o.items, o.tags))), u.profile, u.country.users, u.friends)
    })
}

fn check(users: &[User]) {
    let counts: Vec<usize> = users.iter().map(|user| user.orders.get().unwrap().len()).collect();
    assert_eq!(counts[1..], [1, 0]);
    for order in users.iter().flat_map(|user| user.orders.get().unwrap()) {
        assert!(order.items.is_loaded() && order.tags.is_loaded());
    }
    assert_eq!(users[0].country.as_ref().unwrap().get().unwrap().users.get().unwrap().len(), 1);
}

on_both_outside! {
    async fn dropped_at_every_poll(outside: Outside) {
        let db = outside.connect_with(Db::builder().pool_size(1)).await;
        db.create_tables_of(TABLES).await.unwrap();
        orm::scope(&db, async {
            let [ann, ..] = shop().await;
            let mut orders = Order::all().count().await.unwrap();
            let mut is_done = [false; 4];
            for polls in 1..MOST_POLLS {
                if let Some(users) = dropped_after(polls, everything()).await {
                    check(&users.unwrap());
                    is_done[0] = true;
                }
                let mut users = User::all().await.unwrap();
                let onto = dropped_after(polls, orm::prefetch(&mut users, |u| (u.orders, u.profile))).await;
                assert_eq!(users[0].orders.is_loaded() && users[0].profile.is_loaded(), onto.is_some());
                is_done[1] |= onto.is_some();
                let inside = dropped_after(polls, orm::atomic(async {
                    ann.orders.create(Order::create().total(1)).await?;
                    let users = everything().await?;
                    check(&users);
                    User::all().await?[2].orders.load().await?;
                    Ok(())
                }));
                let done = inside.await;
                is_done[2] |= done.is_some();
                // Dropped while it commits, it is kept or not.
                let kept = Order::all().count().await.unwrap() - orders;
                assert!(kept == 1 || kept == 0 && done.is_none(), "{kept} after {polls} polls");
                done.map_or(Ok(()), |done| done).unwrap();
                orders += kept;
                is_done[3] |= dropped_after(polls, users[0].received.load()).await.is_some();
                if is_done == [true; 4] {
                    return;
                }
            }
            panic!("{MOST_POLLS} polls were not enough");
        })
        .await;
    }
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn one_statement_for_all_who_load() {
    shop().await;
    let users = User::all().await.unwrap();
    let load = |n: usize| -> Pin<Box<dyn Future<Output = usize> + '_>> {
        let user = &users[n % 3];
        Box::pin(async move { user.orders.load().await.unwrap().len() })
    };
    let mut turn = 0;
    let choose = |ready: usize| {
        turn += 7;
        turn % ready
    };
    let loaded = assert_queries(1, interleaved((0..20).map(load).collect(), choose)).await;
    assert_eq!(loaded.iter().sum::<usize>(), 7 * 3 + 7);
    // Whoever asks the database may give up: another one asks.
    let users = User::all().await.unwrap();
    let given_up = async { drop(dropped_after(1, users[0].orders.load()).await) };
    let (_, found) = tokio::join!(given_up, users[0].orders.load());
    assert_eq!(found.unwrap().len(), 3);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn rows_in_other_tasks_and_threads(db: Db) {
    shop().await;
    let users = Arc::new(User::all().await.unwrap());
    let tasks: Vec<_> = (0..20)
        .map(|n| {
            let users = Arc::clone(&users);
            tokio::spawn(orm::scope(&db, async move { users[n % 3].orders.load().await.unwrap().len() }))
        })
        .collect();
    let mut sum = 0;
    for task in tasks {
        sum += task.await.unwrap();
    }
    assert_eq!(sum, 7 * 3 + 7);
    let first: *const Order = &raw const users[0].orders.get().unwrap()[0];
    let mut rows = User::all().await.unwrap();
    let row = rows.remove(0);
    let handle = tokio::runtime::Handle::current();
    let thread = move || handle.block_on(orm::scope(&db, async { row.orders.load().await.map(<[Order]>::len) }));
    assert_eq!(tokio::task::spawn_blocking(thread).await.unwrap().unwrap(), 3);
    assert_queries(0, async { assert_eq!(rows[0].orders.load().await.unwrap().len(), 1) }).await;
    // What is loaded stays where it is, also for those who hold it while the others go.
    assert!(std::ptr::eq(first, &raw const users[0].orders.get().unwrap()[0]));
}
