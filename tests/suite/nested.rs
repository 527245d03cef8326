//! Rows that are created together with the row that they point at.

use orm::prelude::*;
use orm::{Db, Error};

#[derive(Model, Debug, Clone)]
#[orm(table = "nested_users")]
struct User {
    id: i64,
    name: String,
    #[orm(alternate_key, default = uuid::Uuid::new_v4().to_string())]
    code: String,
    orders: HasMany<Order>,
    profile: HasOne<Profile>,
    #[orm(via = by)]
    notes: HasMany<Note>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "nested_orders")]
struct Order {
    id: i64,
    user: ForeignKey<User>,
    #[orm(range = 0..)]
    total: i64,
    #[orm(default = 1)]
    rank: i16,
    items: HasMany<Item>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "nested_items")]
struct Item {
    order: ForeignKey<Order>,
    #[orm(primary_key)]
    name: String,
    about: Option<ForeignKey<User>>,
    tags: HasMany<Tag>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "nested_tags")]
struct Tag {
    id: i64,
    item: ForeignKey<Item>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "nested_profiles")]
struct Profile {
    id: i64,
    user: OneToOne<User>,
    motto: String,
}

/// Points at a user by another column than the primary key.
#[derive(Model, Debug, Clone)]
#[orm(table = "nested_notes")]
struct Note {
    id: i64,
    by: ForeignKey<User, UserByCode>,
    r#type: String,
}

/// Points at rows of its own table.
#[derive(Model, Debug, Clone)]
#[orm(table = "nested_comments")]
struct Comment {
    id: i64,
    text: String,
    parent: Option<ForeignKey<Comment>>,
    replies: HasMany<Comment>,
}

async fn counts() -> (u64, u64, u64, u64) {
    let rows = (User::all().count().await, Order::all().count().await, Item::all().count().await);
    (rows.0.unwrap(), rows.1.unwrap(), rows.2.unwrap(), Tag::all().count().await.unwrap())
}

#[orm::test(sqlite, postgres, models(User, Order, Item, Tag, Profile, Note))]
async fn children_come_with_their_parent() {
    let ann = User::create()
        .name("ann")
        .orders([Order::create().total(5), Order::create().total(7).rank(3)])
        .profile(Profile::create().motto("onwards"))
        .await
        .unwrap();
    let orders = ann.orders.get().unwrap();
    assert_eq!(
        orders.iter().map(|o| (*o.user.id(), o.total, o.rank)).collect::<Vec<_>>(),
        [(ann.id, 5, 1), (ann.id, 7, 3)]
    );
    assert_eq!(ann.profile.get().unwrap().unwrap().motto, "onwards");
    assert!(!ann.notes.is_loaded());
    // They are what is in the database.
    let stored = ann.orders.query().order_by(|o| o.id).await.unwrap();
    assert_eq!(stored.iter().map(|o| (o.id, o.total)).collect::<Vec<_>>(), [(orders[0].id, 5), (orders[1].id, 7)]);
    assert_eq!(Profile::filter(|p| p.user.eq(&ann)).count().await.unwrap(), 1);
}

#[orm::test(sqlite, postgres, models(User, Order, Item, Tag, Profile, Note))]
async fn to_any_depth_and_in_any_order() {
    let item = |name: &str, tags: usize| Item::create().name(name).tags((0..tags).map(|_| Tag::create()));
    // The required field is set after the rows.
    let ann = User::create()
        .orders(vec![
            Order::create().items([item("a", 2), item("b", 0)]).total(1),
            Order::create().total(2).items(Vec::from([item("c", 1)])),
            Order::create().total(3).items(None::<NewItem>),
        ])
        .name("ann")
        .await
        .unwrap();
    let names: Vec<Vec<(&str, usize)>> = ann
        .orders
        .get()
        .unwrap()
        .iter()
        .map(|order| order.items.get().unwrap().iter().map(|i| (&*i.name, i.tags.get().unwrap().len())).collect())
        .collect();
    assert_eq!(names, [vec![("a", 2), ("b", 0)], vec![("c", 1)], vec![]]);
    assert_eq!(counts().await, (1, 3, 3, 3));
    let tags = Tag::filter(|t| t.item.order.total.eq(1)).values(|t| t.item.name).await.unwrap();
    assert_eq!(tags, ["a", "a"]);
}

#[orm::test(sqlite, postgres, models(User, Order, Item, Tag, Profile, Note))]
async fn a_level_is_one_statement() {
    let items = |order: i64| (0..3).map(move |item| Item::create().name(format!("{order}-{item}")));
    let orders = (0..50).map(|n| Order::create().total(n).items(items(n)));
    orm::testing::assert_queries(3, User::create().name("ann").orders(orders)).await.unwrap();
    assert_eq!(counts().await, (1, 50, 150, 0));
}

#[orm::test(sqlite, postgres, models(User, Order, Item, Tag, Profile, Note))]
async fn all_or_nothing() {
    let orders = [Order::create().total(1), Order::create().total(-1)];
    let error = User::create().name("ann").orders(orders).await.unwrap_err();
    assert_eq!(error.to_string(), "invalid value for User.orders[1].total: -1 is less than 0");
    assert_eq!(counts().await, (0, 0, 0, 0));

    Item::create().name("taken").order(&order().await).await.unwrap();
    let taken = Order::create().total(1).items([Item::create().name("taken")]);
    let error = User::create().name("bob").orders([taken]).await.unwrap_err();
    assert!(matches!(error, Error::UniqueViolation { .. }), "{error:?}");
    assert_eq!(counts().await, (1, 1, 1, 0));

    // Within a transaction only this is undone.
    orm::atomic(async {
        User::create().name("cid").await?;
        let taken = Order::create().total(1).items([Item::create().name("taken")]);
        assert!(User::create().name("bob").orders([taken]).await.is_err());
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(counts().await, (2, 1, 1, 0));
}

async fn order() -> Order {
    let ann = User::create().name("ann").orders([Order::create().total(1)]).await.unwrap();
    ann.orders.get().unwrap()[0].clone()
}

#[orm::test(sqlite, postgres, models(User, Order, Item, Tag, Profile, Note))]
async fn the_last_rows_that_are_given_count() {
    let ann = User::create()
        .name("ann")
        .orders([Order::create().total(1)])
        .profile(Profile::create().motto("a"))
        .profile(Profile::create().motto("b"))
        .orders([Order::create().total(2)])
        .await
        .unwrap();
    assert_eq!(ann.orders.get().unwrap()[0].total, 2);
    assert_eq!(ann.profile.get().unwrap().unwrap().motto, "b");
    assert_eq!(counts().await.1, 1);
    let bob = User::create().name("bob").orders([Order::create().total(1)]).orders(None::<NewOrder>).await.unwrap();
    assert!(bob.orders.get().unwrap().is_empty());
}

#[orm::test(sqlite, postgres, models(User, Order, Item, Tag, Profile, Note))]
async fn what_a_child_says_of_its_parent_is_overruled() {
    let ann = User::create().name("ann").await.unwrap();
    let bob = User::create().name("bob").orders([Order::create().user(&ann).total(1)]).await.unwrap();
    assert_eq!(*bob.orders.get().unwrap()[0].user.id(), bob.id);
    // Another foreign key is the child's own.
    let item = Item::create().name("a").about(&ann);
    let cid = User::create().name("cid").orders([Order::create().total(1).items([item])]).await.unwrap();
    let item = &cid.orders.get().unwrap()[0].items.get().unwrap()[0];
    assert_eq!(item.about.as_ref().map(|user| *user.id()), Some(ann.id));
}

#[orm::test(sqlite, postgres, models(User, Order, Item, Tag, Profile, Note))]
async fn a_key_that_is_not_the_primary_one_flows_too() {
    let ann = User::create().name("ann").code("A").notes([Note::create().r#type("x")]).await.unwrap();
    assert_eq!(ann.notes.get().unwrap()[0].by.id(), "A");
}

#[orm::test(sqlite, postgres, models(User, Order, Item, Tag, Profile, Note))]
async fn a_relation_creates_rows_with_theirs(db: Db) {
    let ann = User::create().name("ann").using(&db).await.unwrap();
    let order = ann.orders.create(Order::create().total(1).items([Item::create().name("a")])).await.unwrap();
    assert_eq!(order.items.get().unwrap()[0].name, "a");
    let bob = User::create().name("bob").orders([Order::create().total(1)]).using(&db).await.unwrap();
    assert_eq!(bob.orders.get().unwrap().len(), 1);
}

#[orm::test(sqlite, postgres, models(Comment))]
async fn a_tree_is_created_at_once() {
    let (reply, none) = (|text: &str| Comment::create().text(text), None::<NewComment>);
    let root = reply("a").replies([reply("b").replies([reply("c"), reply("d")]), reply("e").replies(none)]);
    let root = root.await.unwrap();
    let replies = root.replies.get().unwrap();
    assert_eq!(replies[0].replies.get().unwrap()[1].text, "d");
    assert!(replies[1].replies.get().unwrap().is_empty());
    assert_eq!(Comment::filter(|c| c.parent.is_null()).count().await.unwrap(), 1);
}

#[orm::test(sqlite, postgres, models(Comment))]
async fn it_must_not_be_too_deep() {
    let chain = |levels: usize| {
        let mut root = Comment::create().text("last").replies(None::<NewComment>);
        for level in 1..levels {
            root = Comment::create().text(level.to_string()).replies([root]);
        }
        root
    };
    let error = chain(100_000).await.unwrap_err();
    assert_eq!(error.to_string(), "the query is too large: rows are nested in a new Comment deeper than 100 levels");
    assert_eq!(Comment::all().count().await.unwrap(), 0);
    chain(100).await.unwrap();
    assert_eq!(Comment::all().count().await.unwrap(), 100);
}

#[derive(Model, Debug)]
#[orm(table = "nested_logs", hooks)]
struct Log {
    id: i64,
    text: String,
    lines: HasMany<Line>,
}

#[derive(Model, Debug)]
#[orm(table = "nested_lines", hooks)]
struct Line {
    id: i64,
    log: ForeignKey<Log>,
    text: String,
}

impl Hooks for Log {
    async fn before_create(new: NewLog) -> orm::Result<NewLog> {
        Ok(new.text("hooked"))
    }
}

impl Hooks for Line {
    async fn before_create(new: NewLine) -> orm::Result<NewLine> {
        match new.given(|l| l.text).as_deref() {
            Some("no") => Err(Error::custom("no")),
            _ => Ok(new),
        }
    }

    async fn after_create(&mut self) -> orm::Result<()> {
        self.text.push('!');
        Ok(())
    }
}

#[orm::test(sqlite, postgres, models(Log, Line))]
async fn hooks_run_for_each() {
    let lines = |last: &str| ["a", last].map(|text| Line::create().text(text));
    let log = Log::create().text("").lines(lines("b")).await.unwrap();
    assert_eq!(log.text, "hooked");
    assert_eq!(log.lines.get().unwrap().iter().map(|l| &*l.text).collect::<Vec<_>>(), ["a!", "b!"]);
    assert_eq!(Log::create().text("").lines(lines("no")).await.unwrap_err().to_string(), "no");
    assert_eq!(Log::all().count().await.unwrap(), 1);
}
