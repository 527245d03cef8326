//! What went wrong once, or nearly.

use orm::Db;
use orm::prelude::*;
use orm::sql::Dialect;

use super::models::{Group, Item, Membership, Order, TABLES, User, shop};

#[orm::test(sqlite, postgres, models = TABLES)]
async fn rows_of_a_transaction_by_its_handle(db: Db) {
    shop().await;
    let tx = db.begin().await.unwrap();
    let dan = User::create().name("dan").using(&tx).await.unwrap();
    let order = Order::create().user(&dan).total(1).using(&tx).await.unwrap();
    assert_eq!(order.user.load().await.unwrap().name, "dan");
    assert_eq!(dan.orders.load().await.unwrap().len(), 1);
    let same = User::get(dan.id).using(&tx).await.unwrap();
    same.orders.create(Order::create().total(2)).await.unwrap();
    assert_eq!(same.orders.query().count().await.unwrap(), 2);
    tx.rollback().await.unwrap();
    assert_eq!(same.orders.query().count().await.unwrap(), 0);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn a_change_goes_to_the_database_of_the_row(db: Db) {
    shop().await;
    let other = Db::builder().connect("sqlite::memory:").await.unwrap();
    other.create_tables_of(TABLES).await.unwrap();
    let ann = User::all().using(&db).first().await.unwrap().unwrap();
    orm::scope(&other, async {
        assert_eq!(ann.orders.query().count().await.unwrap(), 3);
        ann.orders.create(Order::create().total(5)).await.unwrap();
        assert_eq!(Order::all().count().await.unwrap(), 0);
    })
    .await;
    assert_eq!(Order::all().count().await.unwrap(), 5);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn new_values_from_questions(db: Db) {
    shop().await;
    Order::all().update(|o| o.paid.set(o.items.count() + 40)).await.unwrap();
    assert_eq!(Order::filter(|o| o.paid.eq(42)).count().await.unwrap(), 4);
    let own = Order::all().update(|o| o.paid.set(o.user.orders.sum(|other| other.total))).await;
    if db.dialect() == Dialect::Sqlite {
        assert!(own.unwrap_err().to_string().starts_with("SQLite would compute new values of Order"));
    } else {
        assert_eq!(own.unwrap(), 4);
    }
}

// SQLite cannot take a constraint away.
#[orm::test(postgres, models = TABLES)]
async fn a_model_that_connects_two_rows_twice() {
    let [ann, ..] = shop().await;
    let chess = Group::create().name("chess").await.unwrap();
    chess.members.add_with([&ann], Membership::create).await.unwrap();
    let unique = "ALTER TABLE relations_membership DROP CONSTRAINT relations_membership_user_id_group_id_key";
    orm::execute(unique, ()).await.unwrap();
    chess.members.add_with([&ann], || Membership::create().role("captain")).await.unwrap();
    assert_eq!(User::filter(|u| u.groups.count().eq(1)).count().await.unwrap(), 1);
    assert_eq!(ann.groups.query().get().await.unwrap().name, "chess");
    assert_eq!(ann.groups.load().await.unwrap().len(), 1);
    assert_eq!(chess.memberships.query().count().await.unwrap(), 2);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn rows_that_were_written_out_are_loaded() {
    shop().await;
    let mut order = Order {
        id: 1,
        user: ForeignKey::new(1),
        total: 1,
        paid: None,
        items: HasMany::default(),
        tags: ManyToMany::default(),
    };
    orm::prefetch([&mut order], |o| (o.items, o.user)).await.unwrap();
    assert_eq!((order.items.get().unwrap().len(), order.user.get().unwrap().name.as_str()), (2, "ann"));
    assert_eq!(order.clone().user.get().unwrap().name, "ann");
    order.update(|o| o.user.set(2)).await.unwrap();
    assert_eq!(order.user.get().unwrap_err().to_string().split(' ').next(), Some("Order.user"));
    assert_eq!(order.items.get().unwrap().len(), 2);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn what_a_nested_query_forbids() {
    shop().await;
    let strict = Order::all().forbid_loading();
    let users = User::all().prefetch_related(|u| u.orders.with(strict)).await.unwrap();
    assert!(users[0].orders.get().unwrap()[0].items.load().await.is_err());
    assert!(users[0].profile.load().await.is_ok());
    let items = Item::all().prefetch_related(|i| i.order.with(Order::all().forbid_loading())).await.unwrap();
    assert!(items[0].order.get().unwrap().user.load().await.is_err());
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn sides_that_connect_each_other_at_once() {
    let [ann, bob, _] = shop().await;
    let db = orm::default_db().unwrap();
    for _ in 0..30 {
        let (one, two) = (ann.clone(), bob.clone());
        let one = tokio::spawn(orm::scope(&db, async move { one.friends.add([2]).await }));
        let two = tokio::spawn(orm::scope(&db, async move { two.friends.add([1]).await }));
        let added = one.await.unwrap().unwrap() + two.await.unwrap().unwrap();
        assert!((1..=2).contains(&added), "{added}");
        assert_eq!(ann.friends.query().count().await.unwrap(), 1);
        assert_eq!(bob.friends.remove([&ann]).await.unwrap(), 1);
        assert_eq!(ann.friends.clear().await.unwrap(), 0);
    }
}

/// An update reads its foreign key anew, and leaves everything else that was loaded where it was.
#[orm::test(sqlite, postgres, models = TABLES)]
async fn an_update_keeps_what_is_loaded(db: Db) {
    shop().await;
    let all = Order::all().using(&db).select_related(|o| o.user).prefetch_related(|o| o.items);
    let mut order = all.first().await.unwrap().unwrap();
    order.update(|o| o.total.set(11)).await.unwrap();
    assert!(order.user.is_loaded() && order.items.is_loaded());
    let elsewhere = Db::builder().connect("sqlite::memory:").await.unwrap();
    orm::scope(&elsewhere, async {
        order.update(|o| o.user.set(2)).using(&db).await.unwrap();
        assert!(!order.user.is_loaded() && order.items.is_loaded());
        assert_eq!(order.user.load().await.unwrap().name, "bob");
    })
    .await;
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn what_leaves_rows_out_picks_some() {
    shop().await;
    let first_of_each = User::all().prefetch_related(|u| u.orders.with(Order::all().distinct_on(|o| o.user)));
    let users = first_of_each.order_by(|u| u.id).await.unwrap();
    assert_eq!(users[0].orders.picked().unwrap().len(), 1);
    assert!(users[0].orders.get().is_err(), "they are not all of its orders");
    let two = Order::filter(|o| o.total.lt(0)).union(Order::all().none());
    let users = User::all().prefetch_related(|u| u.orders.with(two)).await.unwrap();
    assert!(users[0].orders.picked().unwrap().is_empty() && users[0].orders.get().is_err());
    let one = Order::all().prefetch_related(|o| o.user.with(User::all().none().union(User::all().none()))).await;
    assert_eq!(
        one.unwrap_err().to_string(),
        "Order.user leads to one row, of which a query with conditions or a limit picks none"
    );
}
