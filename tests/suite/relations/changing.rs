//! Changing which rows a relation connects.

use orm::Db;
use orm::prelude::*;

use super::models::{Country, Group, Membership, Message, Order, TABLES, Tag, User, shop};

async fn names(tags: orm::QuerySet<Tag>) -> Vec<String> {
    tags.values(|t| t.name).await.unwrap()
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn rows_that_point_here() {
    let [ann, bob, cyd] = shop().await;
    let order = cyd.orders.create(Order::create().total(7)).await.unwrap();
    assert_eq!((*order.user.id(), order.total), (cyd.id, 7));
    assert_eq!(bob.orders.add([&order]).await.unwrap(), 1);
    assert_eq!(bob.orders.query().count().await.unwrap(), 2);
    assert_eq!(bob.orders.query().filter(|o| o.total.gt(10)).update(|o| o.paid.set(1)).await.unwrap(), 1);
    assert_eq!(cyd.orders.query().delete().await.unwrap(), 0);

    let france = Country::filter(|c| c.name.eq("France")).get().await.unwrap();
    france.users.set([&bob, &cyd]).await.unwrap();
    let names = france.users.query().values(|u| u.name);
    assert_eq!(names.clone().await.unwrap(), ["bob", "cyd"]);
    assert_eq!(france.users.remove([&ann, &bob]).await.unwrap(), 1);
    assert_eq!(names.clone().await.unwrap(), ["cyd"]);
    assert_eq!(france.users.clear().await.unwrap(), 1);
    assert!(names.await.unwrap().is_empty());
    france.users.set([&ann]).await.unwrap();
    france.users.set(Vec::<i64>::new()).await.unwrap();
    assert_eq!(User::filter(|u| u.country.eq(&france)).count().await.unwrap(), 0);
    assert_eq!(france.users.add(Vec::<i64>::new()).await.unwrap(), 0);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn of_two_foreign_keys_the_right_one() {
    let [ann, bob, _] = shop().await;
    ann.sent.create(Message::create().receiver(&bob).text("hello")).await.unwrap();
    assert_eq!(
        bob.received.query().values(|m| (m.sender.name, m.text)).await.unwrap(),
        [("ann".to_owned(), "hello".to_owned())]
    );
    assert_eq!(User::filter(|u| u.sent.exists()).values(|u| u.name).await.unwrap(), ["ann"]);
    assert_eq!(bob.received.clear().await.unwrap(), 1);
    let error = ann.sent.clear().await.unwrap_err().to_string();
    assert_eq!(error, "Message.sender cannot be NULL, so no row can be taken out of User.sent");
    // What its type cannot know: the other foreign key is required, and missing.
    let error = bob.received.create(Message::create().text("from nobody")).await.unwrap_err().to_string();
    assert_eq!(error, "invalid value for Message.sender: the required field is not set");
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn rows_that_a_table_connects() {
    shop().await;
    let orders = Order::all().await.unwrap();
    let (first, second) = (&orders[0], &orders[1]);
    let urgent = first.tags.create(Tag::create().name("urgent")).await.unwrap();
    let others = Tag::bulk_create(["gift", "it's"].map(|name| Tag::create().name(name))).await.unwrap();
    assert_eq!(first.tags.add(&others).await.unwrap(), 2);
    assert_eq!(first.tags.add(["gift", "urgent"]).await.unwrap(), 0);
    assert_eq!(names(first.tags.query()).await, ["gift", "it's", "urgent"]);
    assert_eq!(urgent.orders.add([second]).await.unwrap(), 1);
    assert_eq!(Order::filter(|o| o.tags.any(|t| t.name.eq("urgent"))).count().await.unwrap(), 2);
    assert_eq!(Tag::filter(|t| t.orders.count().gt(1)).values(|t| t.name).await.unwrap(), ["urgent"]);
    first.tags.set(["it's", "urgent"]).await.unwrap();
    assert_eq!(names(first.tags.query()).await, ["it's", "urgent"]);
    assert_eq!(first.tags.query().filter(|t| t.name.ne("urgent")).count().await.unwrap(), 1);
    assert_eq!(first.tags.remove(["it's", "gift"]).await.unwrap(), 1);
    assert_eq!(second.tags.clear().await.unwrap(), 1);
    let tags = Tag::all().prefetch_related(|t| t.orders).await.unwrap();
    assert_eq!(tags.iter().map(|tag| tag.orders.get().unwrap().len()).collect::<Vec<_>>(), [0, 0, 1]);
    first.tags.add(["gift"]).await.unwrap();
    let gift = first.tags.query().order_by(|t| t.name).limit(1);
    let error = gift.clone().update(|t| t.name.set("present")).await.unwrap_err();
    assert!(matches!(error, orm::Error::ForeignKeyViolation { .. }), "{error:?}");
    assert_eq!(gift.delete().await.unwrap(), 1);
    let error = first.tags.add(["nothing"]).await.unwrap_err();
    assert!(matches!(error, orm::Error::ForeignKeyViolation { .. }), "{error:?}");
    // A deleted row takes its connections with it.
    first.delete().await.unwrap();
    assert!(Tag::get("urgent").await.unwrap().orders.load().await.unwrap().is_empty());
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn a_model_with_itself() {
    let [ann, bob, cyd] = shop().await;
    assert_eq!(ann.friends.add([&bob, &cyd]).await.unwrap(), 2);
    assert_eq!(bob.friends.query().values(|u| u.name).await.unwrap(), ["ann"]);
    assert_eq!(bob.friends.remove([&ann]).await.unwrap(), 1);
    assert_eq!(ann.friends.query().values(|u| u.name).await.unwrap(), ["cyd"]);
    cyd.friends.set([&bob]).await.unwrap();
    assert_eq!(bob.friends.load_one().await.unwrap().len(), 1);
    assert!(!ann.friends.query().exists().await.unwrap());

    ann.follows.add([&bob]).await.unwrap();
    assert_eq!(bob.followers.query().values(|u| u.name).await.unwrap(), ["ann"]);
    assert!(bob.follows.load().await.unwrap().is_empty());
    cyd.followers.add([&ann, &bob]).await.unwrap();
    let users = User::all().prefetch_related(|u| (u.follows, u.followers)).await.unwrap();
    let counts: Vec<_> =
        users.iter().map(|u| (u.follows.get().unwrap().len(), u.followers.get().unwrap().len())).collect();
    assert_eq!(counts, [(2, 0), (1, 1), (0, 2)]);
    let mutual = User::filter(|u| u.follows.any(|other| other.follows.any(|third| third.name.eq("cyd"))));
    assert_eq!(mutual.values(|u| u.name).await.unwrap(), ["ann"]);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn a_model_between_two() {
    let [ann, bob, cyd] = shop().await;
    let chess = Group::create().name("chess").await.unwrap();
    let made = chess.members.add_with([&ann, &bob], || Membership::create().role("captain")).await.unwrap();
    assert_eq!(made.len(), 2);
    cyd.groups.add_with([&chess], Membership::create).await.unwrap();
    let roles = chess.memberships.query().order_by(|m| m.id).values(|m| (m.user.name, m.role)).await.unwrap();
    assert_eq!(roles[2], ("cyd".to_owned(), "member".to_owned()));
    let again = chess.members.add_with([&ann], Membership::create).await.unwrap_err();
    assert!(matches!(again, orm::Error::UniqueViolation { .. }), "{again:?}");
    assert_eq!(chess.members.remove([&bob]).await.unwrap(), 1);
    assert_eq!(chess.members.query().values(|u| u.name).await.unwrap(), ["ann", "cyd"]);
    assert_eq!(chess.members.clear().await.unwrap(), 2);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn many_tasks_at_once(db: Db) {
    shop().await;
    let order = Order::all().first().await.unwrap().unwrap();
    Tag::bulk_create((0..20).map(|n| Tag::create().name(format!("tag {n:02}")))).await.unwrap();
    let adding: Vec<_> = (0..8)
        .map(|_| {
            let order = order.clone();
            tokio::spawn(orm::scope(&db, async move { order.tags.add((0..20).map(|n| format!("tag {n:02}"))).await }))
        })
        .collect();
    let mut added = 0;
    for task in adding {
        added += task.await.unwrap().unwrap();
    }
    assert_eq!((added, order.tags.query().count().await.unwrap()), (20, 20));
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn rows_from_nowhere() {
    shop().await;
    let written = Order {
        id: 1,
        user: ForeignKey::new(1),
        total: 1,
        paid: None,
        items: HasMany::default(),
        tags: ManyToMany::default(),
    };
    for error in [
        written.tags.add(["x"]).await.unwrap_err(),
        written.tags.query().await.unwrap_err(),
        written.tags.clear().await.unwrap_err(),
        written.items.query().count().await.unwrap_err(),
        written.items.query().delete().await.unwrap_err(),
        written.items.load_one().await.unwrap_err(),
    ] {
        assert!(matches!(error, orm::Error::NotLoaded { .. }), "{error:?}");
    }
}
