//! Relations that are loaded with their rows, and later.

use orm::Db;
use orm::error::NotLoaded;
use orm::prelude::*;
use orm::testing::assert_queries;

use super::models::{Country, Group, Item, Membership, Order, Profile, TABLES, Tag, User, shop};

fn totals(orders: &[Order]) -> Vec<i64> {
    orders.iter().map(|order| order.total).collect()
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn to_one_by_joins() {
    shop().await;
    let orders = Order::all().select_related(|o| (o.user.country, o.user.profile));
    let orders = assert_queries(1, async { orders.await.unwrap() }).await;
    let user = orders[0].user.get().unwrap();
    assert_eq!((user.name.as_str(), user.country.as_ref().unwrap().get().unwrap().name.as_str()), ("ann", "France"));
    assert_eq!(user.profile.get().unwrap().unwrap().motto, "onwards");
    // Rows that point at the same row share it.
    assert!(std::ptr::eq(user, orders[3].user.get().unwrap()));
    let bob = orders[2].user.get().unwrap();
    assert_eq!((bob.name.as_str(), bob.profile.get().unwrap()), ("bob", None));

    let users = User::all().select_related(|u| u.country).select_related(|u| u.profile).await.unwrap();
    assert_eq!(users[2].country, None);
    assert!(users[2].profile.get().unwrap().is_none());
    assert_eq!(users[1].country.as_ref().unwrap().get().unwrap().name, "Japan");
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn to_many_by_queries_of_their_own() {
    shop().await;
    let users = User::all()
        .prefetch_related(|u| (u.orders.with(Order::all().prefetch_related(|o| o.items)), u.profile, u.country));
    let users = assert_queries(5, async { users.await.unwrap() }).await;
    assert_eq!(
        users.iter().map(|user| totals(user.orders.get().unwrap())).collect::<Vec<_>>(),
        [vec![10, 200, 30], vec![50], vec![]]
    );
    let items = users[1].orders.get().unwrap()[0].items.get().unwrap();
    assert_eq!(items.iter().map(|item| item.price.to_string()).collect::<Vec<_>>(), ["25", "25"]);
    assert_eq!(users[0].profile.get().unwrap().unwrap().motto, "onwards");
    assert_eq!(users[1].profile.get().unwrap(), None);
    assert_eq!(users[0].country.as_ref().unwrap().get().unwrap().name, "France");
    assert_eq!(users[2].country, None);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn through_paths() {
    shop().await;
    let items = Item::all().prefetch_related(|i| i.order.user.orders);
    let items = assert_queries(4, async { items.await.unwrap() }).await;
    let user = items[0].order.get().unwrap().user.get().unwrap();
    assert_eq!(totals(user.orders.get().unwrap()), [10, 200, 30]);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn some_of_the_rows() {
    shop().await;
    let dearest = Order::all().order_by(|o| o.total.desc()).limit(2);
    let users = User::all().prefetch_related(|u| u.orders.with(dearest)).await.unwrap();
    let picked: Vec<_> = users.iter().map(|user| totals(user.orders.picked().unwrap())).collect();
    assert_eq!(picked, [vec![200, 30], vec![50], vec![]]);
    let Err(orm::Error::NotLoaded { model: "User", relation: "orders", reason: NotLoaded::Picked }) =
        users[0].orders.get()
    else {
        panic!()
    };
    assert_eq!(totals(users[0].orders.load().await.unwrap()), [10, 200, 30]);

    let second = Order::filter(|o| o.user.country.name.is_not_null() & o.total.gt(10)).limit(1).offset(1);
    let users = User::all().prefetch_related(|u| u.orders.with(second.select_related(|o| o.user))).await.unwrap();
    let picked: Vec<_> = users.iter().map(|user| totals(user.orders.picked().unwrap())).collect();
    assert_eq!(picked, [vec![30], vec![], vec![]]);
    assert_eq!(users[0].orders.picked().unwrap()[0].user.get().unwrap().name, "ann");
    let none = User::all().prefetch_related(|u| u.orders.with(Order::all().none())).await.unwrap();
    assert!(none[0].orders.picked().unwrap().is_empty());
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn for_all_siblings_of_a_row(db: Db) {
    shop().await;
    let names = assert_queries(2, async {
        let mut names = Vec::new();
        for order in Order::all().await.unwrap() {
            names.push(order.user.load().await.unwrap().name.clone());
        }
        names
    });
    assert_eq!(names.await, ["ann", "ann", "bob", "ann"]);
    let mut users = User::all().await.unwrap();
    let cyd = users.pop().unwrap();
    let moved = tokio::spawn(orm::scope(&db, async move { users[0].orders.load().await.unwrap().len() }));
    assert_eq!(moved.await.unwrap(), 3);
    assert_queries(0, async { assert!(cyd.orders.load().await.unwrap().is_empty()) }).await;
    assert!(cyd.orders.get().unwrap().is_empty());
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn for_one_row() {
    let [ann, ..] = shop().await;
    assert!(matches!(ann.orders.get(), Err(orm::Error::NotLoaded { .. })));
    assert_eq!(totals(ann.orders.load().await.unwrap()), [10, 200, 30]);
    assert_eq!(totals(ann.clone().orders.get().unwrap()), [10, 200, 30]);
    let orders = Order::all().await.unwrap();
    assert_eq!(orders[2].user.load_one().await.unwrap().name, "bob");
    assert!(!orders[0].user.is_loaded());
    let users = User::all().await.unwrap();
    assert_eq!(users[0].orders.load_one().await.unwrap().len(), 3);
    assert_eq!(users[0].profile.load().await.unwrap().unwrap().motto, "onwards");
    assert_eq!(users[2].profile.get().unwrap(), None);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn what_is_not_loaded_says_so() {
    shop().await;
    let orders = Order::all().await.unwrap();
    assert_eq!(
        orders[0].user.get().unwrap_err().to_string(),
        "Order.user is not loaded: add .select_related(|o| o.user) to the query, or call load() on it"
    );
    assert_eq!(
        orders[0].items.get().unwrap_err().to_string(),
        "Order.items is not loaded: add .prefetch_related(|o| o.items) to the query, or call load() on it"
    );
    let strict = Order::all().forbid_loading().await.unwrap();
    assert_eq!(
        strict[0].items.load().await.unwrap_err().to_string(),
        "Order.items is not loaded, and the query of its row forbids loading it now: add .prefetch_related(|o| o.items) to that"
    );
    assert_eq!(
        strict[0].user.load().await.unwrap_err().to_string(),
        "Order.user is not loaded, and the query of its row forbids loading it now: add .prefetch_related(|o| o.user) to that"
    );
    let written = Country { id: 1, name: "France".to_owned(), users: HasMany::default() };
    assert_eq!(
        written.users.load().await.unwrap_err().to_string(),
        "the row of this relation to User was not read from the database: read it first, or query User"
    );
    assert_eq!(
        ForeignKey::<Country>::new(1).get().unwrap_err().to_string(),
        "the Country of this foreign key is not loaded: call load() on it"
    );
    assert_eq!(ForeignKey::<Country>::new(1).load().await.unwrap().name, "France");
    assert!(matches!(ForeignKey::<Country>::new(99).load().await, Err(orm::Error::DoesNotExist { model: "Country" })));
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn many_to_many() {
    let [ann, bob, cyd] = shop().await;
    let group = Group::create().name("chess").await.unwrap();
    for user in [&ann, &cyd] {
        Membership::create().user(user).group(&group).await.unwrap();
    }
    let groups = Group::all().prefetch_related(|g| g.members).await.unwrap();
    let names: Vec<_> = groups[0].members.get().unwrap().iter().map(|user| user.name.as_str()).collect();
    assert_eq!(names, ["ann", "cyd"]);
    let users = User::all().prefetch_related(|u| u.groups).await.unwrap();
    assert_eq!(users.iter().map(|user| user.groups.get().unwrap().len()).collect::<Vec<_>>(), [1, 0, 1]);
    assert_eq!(User::filter(|u| u.groups.any(|g| g.name.eq("chess"))).count().await.unwrap(), 2);
    assert_eq!(Group::all().values(|g| g.members.count()).await.unwrap(), [2]);
    let _ = (bob, Tag::all(), Profile::all());
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn of_a_row_that_came_several_times() {
    let [ann, bob, _] = shop().await;
    Tag::bulk_create(["gift", "urgent"].map(|name| Tag::create().name(name))).await.unwrap();
    for order in Order::all().await.unwrap() {
        order.tags.add(["gift", "urgent"]).await.unwrap();
    }
    // Each tag comes once for each of the four orders.
    let tags = Tag::all().prefetch_related(|t| t.orders.with(Order::all().select_related(|o| o.user)));
    let orders = Order::all().prefetch_related(|o| o.tags.with(tags));
    let orders = assert_queries(3, async { orders.await.unwrap() }).await;
    for order in &orders {
        for tag in order.tags.get().unwrap() {
            assert_eq!(totals(tag.orders.get().unwrap()), [10, 200, 50, 30]);
        }
    }
    let orders = Order::all().prefetch_related(|o| o.tags).await.unwrap();
    assert_queries(1, async {
        for tag in orders.iter().flat_map(|order| order.tags.get().unwrap()) {
            assert_eq!(totals(tag.orders.load().await.unwrap()), [10, 200, 50, 30]);
        }
    })
    .await;
    let mut users = [bob.clone(), ann.clone(), bob, ann];
    orm::prefetch(&mut users, |u| u.orders.with(Order::all().limit(2))).await.unwrap();
    let picked: Vec<_> = users.iter().map(|user| totals(user.orders.picked().unwrap())).collect();
    assert_eq!(picked, [vec![50], vec![10, 200], vec![50], vec![10, 200]]);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn onto_rows_in_hand() {
    let mut users = shop().await;
    let onto = orm::prefetch(&mut users, |u| (u.orders.with(Order::all().prefetch_related(|o| o.items)), u.profile));
    assert_queries(3, async { onto.await.unwrap() }).await;
    assert_eq!(totals(users[0].orders.get().unwrap()), [10, 200, 30]);
    assert_eq!(users[1].orders.get().unwrap()[0].items.get().unwrap().len(), 2);
    assert!(users[2].profile.get().unwrap().is_none());
    orm::prefetch(Vec::<&mut User>::new(), |u| u.orders).await.unwrap();
    assert!(orm::prefetch([&mut users[0]], |u| u.country).await.is_ok());
    assert_eq!(users[0].country.as_ref().unwrap().get().unwrap().name, "France");
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn chunk_by_chunk() {
    shop().await;
    let mut seen = Vec::new();
    let mut stream = Order::all().select_related(|o| o.user).prefetch_related(|o| o.items).stream().rows_a_fetch(3);
    while let Some(order) = stream.try_next().await.unwrap() {
        seen.push((order.user.get().unwrap().name.clone(), order.items.get().unwrap().len()));
    }
    let row = |name: &str| (name.to_owned(), 2);
    assert_eq!(seen, [row("ann"), row("ann"), row("bob"), row("ann")]);
    let users = User::raw("SELECT * FROM relations_user ORDER BY id", ()).await.unwrap();
    assert_queries(1, async {
        for user in &users {
            user.orders.load().await.unwrap();
        }
    })
    .await;
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn in_a_transaction_and_from_a_database_by_name(db: Db) {
    let [ann, ..] = shop().await;
    let before = orm::atomic(async {
        ann.orders.create(Order::create().total(1)).await?;
        let users = User::all().prefetch_related(|u| (u.orders, u.profile)).await?;
        assert_eq!(users[0].orders.get()?.len(), 4);
        let later = User::all().await?;
        assert_eq!(later[0].orders.load().await?.len(), 4);
        Err::<(), _>(orm::Error::custom("undone"))
    });
    assert!(before.await.is_err());
    assert_eq!(User::all().prefetch_related(|u| u.orders).await.unwrap()[0].orders.get().unwrap().len(), 3);

    // Rows that were read through a handle go back to its database, also when the transaction is over.
    let tx = db.begin().await.unwrap();
    let users = User::all().using(&tx).await.unwrap();
    assert_eq!(users[0].orders.load().await.unwrap().len(), 3);
    tx.commit().await.unwrap();
    let other = orm::Db::builder().connect("sqlite::memory:").await.unwrap();
    orm::scope(&other, async {
        assert_eq!(users[0].profile.load().await.unwrap().unwrap().motto, "onwards");
        let ann = User::get(ann.id).using(&db).await.unwrap();
        assert_eq!(ann.orders.load().await.unwrap().len(), 3);
    })
    .await;
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn a_dropped_load_leaves_nothing_behind() {
    shop().await;
    let users = User::all().await.unwrap();
    for polls in 0..6 {
        crate::polls::dropped_after(polls, users[0].orders.load()).await;
    }
    assert_eq!(users[1].orders.load().await.unwrap().len(), 1);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn by_the_query_of_another_relation() {
    let [ann, ..] = shop().await;
    let users = User::all().prefetch_related(|u| u.friends.with(ann.friends.query()));
    let expected = "User.friends cannot be loaded by the query of another relation: begin with User::all()";
    assert_eq!(users.await.unwrap_err().to_string(), expected);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn beside_the_rows(db: Db) {
    shop().await;
    let users = User::all().order_by(|u| u.id).await.unwrap();
    let with_counts =
        Order::all().order_by(|o| o.total.desc()).annotate(|o| (o.items.count(), o.items.sum(|i| i.price)));
    let orders = assert_queries(1, orm::related(&users, |u| u.orders, with_counts.clone())).await.unwrap();
    assert_eq!(orders.len(), users.len());
    for (user, orders) in users.iter().zip(&orders) {
        let mut own = user.orders.query().order_by(|o| o.total.desc()).await.unwrap();
        own.iter_mut().for_each(|order| assert_eq!(order.user, ForeignKey::from(user)));
        assert_eq!(orders.iter().map(|(order, _)| order).collect::<Vec<_>>(), own.iter().collect::<Vec<_>>());
        assert!(orders.iter().all(|(_, (items, _))| *items == 2));
    }
    // The dearest of each, and rows that are given twice.
    let twice = [&users[0], &users[1], &users[0]];
    let dearest = orm::related(twice, |u| u.orders, with_counts.limit(1)).using(&db).await.unwrap();
    assert_eq!(dearest.iter().map(<[_]>::len).collect::<Vec<_>>(), [1, 1, 1]);
    assert_eq!(dearest[0][0].0, dearest[2][0].0);
    assert_eq!(dearest[0][0].0, orders[0][0].0);
    // What is loaded with them is loaded in them, too.
    let loaded = Order::all().select_related(|o| o.user).prefetch_related(|o| o.items).annotate(|o| o.items.count());
    let loaded = assert_queries(2, orm::related(&users, |u| u.orders, loaded)).await.unwrap();
    assert!(loaded.iter().flatten().all(|(order, count)| {
        order.user.get().is_ok() && i64::try_from(order.items.get().unwrap().len()) == Ok(*count)
    }));
    let totals =
        orm::related(&users, |u| u.orders, Order::all().order_by(|o| o.total).values(|o| o.total)).await.unwrap();
    assert!(totals.iter().all(|totals| totals.is_sorted()));
    assert_eq!(totals.iter().map(<[i64]>::len).sum::<usize>(), 4);
    let friends = orm::related(&users, |u| u.friends, User::all().annotate(|u| u.orders.count())).await.unwrap();
    for (user, friends) in users.iter().zip(&friends) {
        let count = user.friends.query().count().await.unwrap();
        assert_eq!(u64::try_from(friends.len()).unwrap(), count);
    }
    let nobody = assert_queries(0, orm::related(&[], |u: &Fields<User>| u.orders, Order::all())).await.unwrap();
    assert!(nobody.is_empty());
    let nothing = assert_queries(0, orm::related(&users, |u| u.orders, Order::all().none())).await.unwrap();
    assert!(nothing.iter().all(<[_]>::is_empty) && nothing.len() == users.len());
    let inside = orm::atomic(async { orm::related(&users, |u| u.orders, Order::all().annotate(|o| o.total)).await });
    assert_eq!(inside.await.unwrap().iter().map(<[_]>::len).sum::<usize>(), 4);
}
