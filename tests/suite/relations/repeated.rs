//! Rows and relations that come more than once.

use orm::prelude::*;
use orm::testing::assert_queries;

use super::models::{Item, Order, TABLES, Tag, User, shop};

/// The first two orders have both tags, the third one.
async fn tagged() -> Vec<Order> {
    shop().await;
    let orders = Order::all().await.unwrap();
    Tag::bulk_create(["gift", "urgent"].map(|name| Tag::create().name(name))).await.unwrap();
    for (order, tags) in orders.iter().zip([vec!["gift", "urgent"], vec!["gift", "urgent"], vec!["urgent"]]) {
        order.tags.add(tags).await.unwrap();
    }
    orders
}

fn counts(orders: &[Order]) -> Vec<Vec<usize>> {
    let of = |order: &Order| order.tags.get().unwrap().iter().map(|tag| tag.orders.get().unwrap().len()).collect();
    orders.iter().map(of).collect()
}

const COUNTS: [&[usize]; 4] = [&[2, 3], &[2, 3], &[3], &[]];

#[orm::test(sqlite, postgres, models = TABLES)]
async fn the_same_row_for_several_parents_has_its_relations_each_time() {
    tagged().await;
    let orders = Order::all().prefetch_related(|o| o.tags.with(Tag::all().prefetch_related(|t| t.orders)));
    let orders = assert_queries(3, async { orders.await.unwrap() }).await;
    assert_eq!(counts(&orders), COUNTS);

    let orders = Order::all().prefetch_related(|o| o.tags).await.unwrap();
    assert_queries(1, async {
        for order in &orders {
            for tag in order.tags.get().unwrap() {
                tag.orders.load().await.unwrap();
            }
        }
    })
    .await;
    assert_eq!(counts(&orders), COUNTS);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn the_same_row_twice_in_hand() {
    let [ann, bob, _] = shop().await;
    let mut users = [ann.clone(), bob, ann];
    let latest = || Order::all().order_by(|o| o.id.desc()).limit(2);
    orm::prefetch(&mut users, |u| (u.orders, u.profile)).await.unwrap();
    assert_eq!(users.iter().map(|user| user.orders.get().unwrap().len()).collect::<Vec<_>>(), [3, 1, 3]);
    assert_eq!(users.iter().filter(|user| user.profile.get().unwrap().is_some()).count(), 2);
    orm::prefetch(&mut users, |u| u.orders.with(latest())).await.unwrap();
    assert_eq!(users.iter().map(|user| user.orders.picked().unwrap().len()).collect::<Vec<_>>(), [2, 1, 2]);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn paths_with_the_same_beginning() {
    shop().await;
    let check = |items: &[Item]| {
        let user = items[0].order.get().unwrap().user.get().unwrap();
        assert_eq!(user.orders.get().unwrap().len(), 3);
        assert_eq!(user.profile.get().unwrap().unwrap().motto, "onwards");
        assert_eq!(items[0].order.get().unwrap().tags.get().unwrap().len(), 0);
    };
    let items = Item::all().prefetch_related(|i| (i.order.user.orders, i.order.tags, i.order.user.profile));
    check(&assert_queries(6, async { items.await.unwrap() }).await);
    let one_by_one = Item::all().prefetch_related(|i| i.order.user.orders).prefetch_related(|i| i.order.tags);
    check(&one_by_one.prefetch_related(|i| i.order.user.profile).await.unwrap());
    // What is on the way takes no query away, and a query takes away nothing that it is on the way to.
    let with = || Order::all().prefetch_related(|o| o.tags);
    check(
        &Item::all()
            .prefetch_related(|i| (i.order.with(with()), i.order.user.orders, i.order.user.profile))
            .await
            .unwrap(),
    );
    check(
        &Item::all()
            .prefetch_related(|i| (i.order.user.orders, i.order.user.profile, i.order.with(with())))
            .await
            .unwrap(),
    );
    let mut items = Item::all().await.unwrap();
    let onto = orm::prefetch(&mut items, |i| (i.order.user.orders, i.order.tags, i.order.user.profile, i.order));
    assert_queries(5, async { onto.await.unwrap() }).await;
    check(&items);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn the_same_relation_named_twice() {
    shop().await;
    let dear = || Order::filter(|o| o.total.gt(20));
    let users = User::all().prefetch_related(|u| (u.orders.with(dear()), u.orders));
    let users = assert_queries(2, async { users.await.unwrap() }).await;
    assert_eq!(users[0].orders.get().unwrap().len(), 3);
    let users = User::all().prefetch_related(|u| u.orders).prefetch_related(|u| u.orders.with(dear())).await.unwrap();
    assert_eq!(users[0].orders.picked().unwrap().len(), 2);
    assert!(users[0].orders.get().is_err());
    let orders = Order::all().select_related(|o| (o.user, o.user.country, o.user, o.user.profile, o.user.country));
    let orders = assert_queries(1, async { orders.await.unwrap() }).await;
    let user = orders[0].user.get().unwrap();
    assert!(user.country.as_ref().unwrap().is_loaded() && user.profile.is_loaded());
    let both = Order::all().select_related(|o| o.user).prefetch_related(|o| o.user.orders).await.unwrap();
    assert_eq!(both[0].user.get().unwrap().orders.get().unwrap().len(), 3);
}
