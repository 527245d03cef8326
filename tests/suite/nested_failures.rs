//! What is wrong with rows that are created together: all of it at once, before anything is sent, and where it is.

use orm::error::Invalid;
use orm::prelude::*;
use orm::query::{Child, NewChild};
use orm::validation::Draft;
use orm::value::{Field, Key, ReadError, ReadResult, RowReader, SqlType, Value};
use orm::{Db, Error};

#[derive(Model, Debug, Clone)]
#[orm(table = "nf_users")]
struct User {
    id: i64,
    #[orm(min_length = 2)]
    name: String,
    orders: HasMany<Order>,
    profile: HasOne<Profile>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "nf_orders", validate = not_its_own_referrer, validate = paid_at_most_total)]
struct Order {
    id: i64,
    user: ForeignKey<User>,
    referrer: Option<i64>,
    #[orm(range = 0..)]
    total: i64,
    paid: Option<i64>,
    #[orm(unique)]
    number: Option<String>,
    items: HasMany<Item>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "nf_items")]
struct Item {
    id: i64,
    order: ForeignKey<Order>,
    #[orm(via = item)]
    labels: HasMany<Label>,
    #[orm(unique)]
    name: String,
    #[orm(range = 1..)]
    quantity: i32,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "nf_labels")]
struct Label {
    id: i64,
    item: ForeignKey<Item>,
    by: ForeignKey<User>,
    #[orm(max_length = 3)]
    text: String,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "nf_profiles")]
struct Profile {
    id: i64,
    user: OneToOne<User>,
    #[orm(email)]
    address: String,
}

/// Reads the key of a row that is not there yet, and relies on it.
fn not_its_own_referrer(order: &Draft<'_, Order>) -> Result<(), Invalid> {
    let user = order.get(|o| o.user).expect("a required field");
    match order.get(|o| o.referrer).flatten() {
        Some(referrer) if referrer == user => Err(Invalid::new("nobody refers themselves").code("referrer")),
        _ => Ok(()),
    }
}

fn paid_at_most_total(order: &Draft<'_, Order>) -> Result<(), Invalid> {
    match order.get(|o| o.paid).flatten() > order.get(|o| o.total) {
        true => Err("more is paid than it costs".into()),
        false => Ok(()),
    }
}

fn item(name: &str, quantity: i32) -> impl NewChild<Item> + use<> {
    Item::create().name(name).quantity(quantity)
}

async fn nothing_is_there() {
    assert_eq!(User::all().count().await.unwrap() + Order::all().count().await.unwrap(), 0);
}

#[orm::test(sqlite, postgres, models(User, Order, Item, Label, Profile))]
async fn all_levels_are_checked_before_anything_is_sent() {
    let orders = [
        Order::create().total(1).items([item("a", 1), item("b", 0)]),
        Order::create().total(-1).paid(7).items([item("c", -3)]),
    ];
    let new = User::create().name("x").orders(orders).profile(Profile::create().address("nowhere"));
    let error = orm::testing::assert_queries(0, new).await.unwrap_err();
    let Error::Validation { model: "User", problems } = &error else { panic!("{error:?}") };
    let told: Vec<_> = problems.iter().map(|p| (p.path.as_deref(), p.field, &*p.code, p.row)).collect();
    assert_eq!(
        told,
        [
            (None, "name", "min_length", None),
            (Some("orders[0].items[1]"), "quantity", "range", None),
            (Some("orders[1]"), "total", "range", None),
            (Some("orders[1]"), "", "invalid", None),
            (Some("orders[1].items[0]"), "quantity", "range", None),
            (Some("profile"), "address", "email", None),
        ]
    );
    assert_eq!(
        error.to_string(),
        "invalid User: name: the text has 1 character, and at least 2 are needed; \
         orders[0].items[1].quantity: 0 is less than 1; orders[1].total: -1 is less than 0; \
         orders[1]: more is paid than it costs; orders[1].items[0].quantity: -3 is less than 1; \
         profile.address: the text is no e-mail address"
    );
    let told = serde_json::to_value(problems).unwrap();
    let keys: Vec<&str> = told.as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected = [
        "name",
        "orders[0].items[1].quantity",
        "orders[1].__all__",
        "orders[1].items[0].quantity",
        "orders[1].total",
        "profile.address",
    ];
    expected.sort_unstable();
    let mut keys = keys;
    keys.sort_unstable();
    assert_eq!(keys, expected);
    assert_eq!(told["orders[1].total"], serde_json::json!([{ "code": "range", "message": "-1 is less than 0" }]));
    nothing_is_there().await;
}

#[orm::test(sqlite, postgres, models(User, Order, Item, Label, Profile))]
async fn what_asks_for_the_parents_key_is_asked_when_it_is_known() {
    let ann = User::create().name("ann").orders([Order::create().total(1).referrer(0)]).await.unwrap();
    let orders = [0, ann.id + 1].map(|referrer| Order::create().total(1).referrer(referrer));
    let error = User::create().name("bob").orders(orders).await.unwrap_err();
    assert_eq!(error.to_string(), "invalid User: orders[1]: nobody refers themselves");
    assert_eq!(Order::all().count().await.unwrap(), 1);
}

#[orm::test(sqlite, postgres, models(User, Order, Item, Label, Profile))]
async fn rows_through_a_relation_are_named_from_themselves(db: Db) {
    let ann = User::create().name("ann").using(&db).await.unwrap();
    let error = ann.orders.create(Order::create().total(1).items([item("a", 0)])).await.unwrap_err();
    assert_eq!(error.to_string(), "invalid value for Order.items[0].quantity: 0 is less than 1");
}

#[orm::test(sqlite, postgres, models(User, Order, Item, Label, Profile))]
async fn another_foreign_key_that_is_missing_is_said_with_the_rest() {
    let labels = [Label::create().text("long text")];
    let items = [Item::create().name("a").quantity(1).labels(labels)];
    let error = User::create().name("ann").orders([Order::create().total(1).items(items)]).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "invalid User: orders[0].items[0].labels[0].by: the required field is not set; \
         orders[0].items[0].labels[0].text: the text has 9 characters, and at most 3 fit"
    );
    nothing_is_there().await;
}

#[orm::test(sqlite, postgres, models(User, Order, Item, Label, Profile))]
async fn what_the_database_refuses_is_named_by_its_way(db: Db) {
    let order = |names: [&'static str; 2]| Order::create().total(1).items(names.map(|name| item(name, 1)));
    User::create().name("ann").orders([order(["a", "b"])]).await.unwrap();
    let new = User::create().name("bob").orders([order(["c", "d"]), order(["e", "b"])]);
    let Error::UniqueViolation { model, fields, constraint } = new.await.unwrap_err() else { panic!() };
    assert_eq!((&*model, constraint.as_deref()), ("Item", Some("nf_items_name_key")));
    // One statement of PostgreSQL takes all rows of a level, and it does not say which of them it has refused.
    let expected =
        if db.dialect() == orm::sql::Dialect::Sqlite { "orders[1].items[1].name" } else { "orders[*].items[*].name" };
    assert_eq!(fields, [expected]);

    let new = User::create().name("bob").orders([Order::create().total(1).items([item("b", 1)])]);
    assert_eq!(
        new.await.unwrap_err().to_string(),
        "another Item has this orders[0].items[0].name already (constraint nf_items_name_key)"
    );
    let new = User::create().name("bob").orders([Order::create().total(1).number("a\0b")]);
    let error = new.await.unwrap_err().to_string();
    assert!(error.starts_with("invalid value for Order.number: ") && error.ends_with(" (in orders[0])"), "{error}");
    assert_eq!(User::all().count().await.unwrap(), 1);
}

#[orm::test(sqlite, postgres, models(User, Order, Item, Label, Profile))]
async fn rows_with_and_without_rows_of_their_own_go_into_one_list() {
    let given = User::create().name("other").await.unwrap();
    let orders: Vec<Child<Order>> = vec![
        Order::create().total(1).into_child(),
        Order::create().total(2).items([item("a", 1)]).into_child(),
        Order::create().total(3).items(Vec::<NewItem>::new()).into_child(),
        // Whose user is set anew.
        Order::create().user(&given).total(4).into_child(),
    ];
    assert_eq!(format!("{:?}", orders[0]), r#"Child { model: "Order", total: BigInt(1), .. }"#);
    let ann = User::create().name("ann").orders(orders).await.unwrap();
    let orders = ann.orders.get().unwrap();
    assert!(orders[0].items.get().is_err(), "none were given, so that none are known");
    assert_eq!(orders[1].items.get().unwrap()[0].name, "a");
    assert!(orders[2].items.get().unwrap().is_empty());
    assert_eq!(*orders[3].user.id(), ann.id);
    // The way to a row counts all of them.
    let orders = [Order::create().total(1).into_child(), Order::create().total(1).items([item("b", 0)]).into_child()];
    let error = User::create().name("bob").orders(orders).await.unwrap_err();
    assert_eq!(error.to_string(), "invalid value for User.orders[1].items[0].quantity: 0 is less than 1");
}

#[derive(Model, Debug)]
#[orm(table = "nf_logs")]
struct Log {
    id: i64,
    lines: HasMany<Line>,
}

#[derive(Model, Debug)]
#[orm(table = "nf_lines", hooks)]
struct Line {
    id: i64,
    log: ForeignKey<Log>,
    #[orm(max_length = 3)]
    text: String,
}

impl Hooks for Line {
    async fn before_create(new: NewLine) -> orm::Result<NewLine> {
        let text = new.given(|l| l.text).unwrap_or_default();
        Ok(new.text(text.trim()))
    }
}

#[orm::test(sqlite, postgres, models(Log, Line))]
async fn hooks_run_before_the_rules() {
    let log = Log::create().lines([Line::create().text("  abc  ")]).await.unwrap();
    assert_eq!(log.lines.get().unwrap()[0].text, "abc");
    let lines = ["a", " abcd"].map(|text| Line::create().text(text));
    let error = Log::create().lines(lines).await.unwrap_err();
    assert_eq!(error.to_string(), "invalid value for Log.lines[1].text: the text has 4 characters, and at most 3 fit");
    assert_eq!(Log::all().count().await.unwrap(), 1);
}

/// A key that is never 0, which is what would stand for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Positive(i64);

impl Field for Positive {
    const TYPE: SqlType = SqlType::BigInt;

    fn to_value(&self) -> Value<'_> {
        Value::BigInt(self.0)
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        match row.big_int()? {
            Some(number) if number <= 0 => Err(ReadError::invalid(format!("{number} is not positive"))),
            number => Ok(number.map(Self)),
        }
    }
}

impl orm::model::Unset for Positive {
    type Marker<Missing> = orm::model::Set;
}

impl Key for Positive {
    const GENERATED: bool = true;
}

#[derive(Model, Debug, Clone)]
#[orm(table = "nf_trees")]
struct Tree {
    id: Positive,
    leaves: HasMany<Leaf>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "nf_leaves", validate = not_on_its_twin)]
struct Leaf {
    id: i64,
    tree: ForeignKey<Tree>,
    twin: Option<i64>,
    #[orm(range = 0..)]
    length: i64,
}

fn not_on_its_twin(leaf: &Draft<'_, Leaf>) -> Result<(), Invalid> {
    let tree = leaf.get(|l| l.tree).expect("a required field");
    if leaf.get(|l| l.twin).flatten() == Some(tree.0) { Err("it is on its twin".into()) } else { Ok(()) }
}

#[orm::test(sqlite, postgres, models(Tree, Leaf))]
async fn nothing_stands_for_a_key_that_would_refuse_it() {
    let leaf = |length| Leaf::create().length(length);
    let error = orm::testing::assert_queries(0, Tree::create().leaves([leaf(1), leaf(-1)])).await.unwrap_err();
    assert_eq!(error.to_string(), "invalid value for Tree.leaves[1].length: -1 is less than 0");
    let tree = Tree::create().leaves([leaf(1), leaf(2).twin(7)]).await.unwrap();
    let twin = tree.id.0 + 1;
    let error = Tree::create().leaves([leaf(1), leaf(2).twin(twin)]).await.unwrap_err();
    assert!(error.to_string().contains("leaves[1]: it is on its twin"), "{error}");
    assert_eq!(Leaf::all().count().await.unwrap(), 2);
}
