//! Models wherever they stand and whatever their names are.

use orm::Db;
use orm::database::Registration;
use orm::prelude::*;
use orm::value::{Field, ReadResult, RowReader, SqlType, Value};

/// Fields with the names of methods, of keywords, and of what generated code calls its own variables.
#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "names_awkward", index(r#type, filter), unique(eq, all), check(names_awkward_key = |v| v.key.ge(0)))]
struct Awkward {
    id: i64,
    filter: i32,
    r#type: String,
    eq: i32,
    order_by: Option<i32>,
    all: i32,
    get: i32,
    id_: i32,
    value: i32,
    row: i32,
    #[orm(default = 1)]
    set: i32,
    key: i32,
    table: Option<String>,
    #[orm(db_default = "3")]
    using: i32,
    new: i32,
    column: i32,
    now: i32,
    r#move: Option<ForeignKey<Awkward>>,
    select: Option<ForeignKey<Order>>,
}

/// A keyword of SQL, and a name in the prelude.
#[derive(Model, Debug, Clone, PartialEq)]
struct Order {
    id: i64,
    user: ForeignKey<User>,
    group: Option<ForeignKey<Group>>,
    from: i32,
}

/// As visible as the models that point at it: a relation's target is part of a model.
#[derive(Model, Debug, Clone, PartialEq)]
pub(crate) struct User {
    id: i64,
    name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
struct Group {
    #[orm(primary_key)]
    r#where: String,
}

/// Columns by other names than their fields, one of them that of another field.
#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "names_renamed", ordering = "-b", unique(a, owner), check(names_renamed_b = |r| r.b.lt(100)))]
struct Renamed {
    #[orm(primary_key, column = "Key")]
    number: i64,
    #[orm(column = "b")]
    a: i32,
    #[orm(column = "a")]
    b: i32,
    #[orm(column = "owner", on_delete = cascade)]
    owner: ForeignKey<User>,
    #[orm(column = "ünïcode ✓")]
    c: Option<String>,
}

/// Two relations to one model, and none that is public.
#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "names_message")]
pub(crate) struct Message {
    pub(crate) id: i64,
    sender: ForeignKey<User>,
    receiver: ForeignKey<User>,
    copy: Option<ForeignKey<User>>,
    secret: Secret,
}

#[derive(Debug, Clone, PartialEq)]
struct Secret(String);

impl Field for Secret {
    const TYPE: SqlType = SqlType::Text;

    fn to_value(&self) -> Value<'_> {
        self.0.to_value()
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<Self>> {
        Ok(String::read(row)?.map(Secret))
    }
}

pub(crate) mod outer {
    use orm::prelude::*;

    #[derive(Model, Debug)]
    #[orm(table = "names_outer_thing")]
    pub(crate) struct Thing {
        pub(crate) id: i64,
        pub(crate) inner: ForeignKey<inner::Thing>,
    }

    pub(crate) mod inner {
        use orm::prelude::*;

        #[derive(Model, Debug)]
        #[orm(table = "names_inner_thing")]
        pub(crate) struct Thing {
            pub(crate) id: i64,
            pub(crate) name: String,
            pub(crate) user: Option<ForeignKey<super::super::User>>,
        }
    }

    pub(super) async fn names_of_things() -> Vec<String> {
        Thing::all().order_by(|t| t.inner.name).values(|t| t.inner.name).await.unwrap()
    }
}

/// Nothing of the library's prelude is in scope here, and its name is another.
mod exported {
    pub(crate) mod facade {
        pub(crate) use orm as database;
    }

    #[derive(facade::database::Model, Debug)]
    #[orm(crate = "crate::names::exported::facade::database", table = "names_exported", check(names_exported_size = |e| e.size.ge(0)))]
    pub(super) struct Exported {
        pub(super) id: i64,
        #[orm(default = 7)]
        pub(super) size: i32,
        pub(super) note: ::std::option::Option<::std::string::String>,
        pub(super) other: ::std::option::Option<facade::database::relation::ForeignKey<Exported>>,
    }
}

/// A module in which the names that generated code relies on mean something else.
mod shadowed {
    use orm::prelude::*;

    #[derive(Debug)]
    pub(super) struct Vec;
    #[derive(Debug)]
    pub(super) struct Root;
    #[derive(Debug)]
    pub(super) struct Column;
    #[derive(Debug)]
    pub(super) struct Value;
    #[allow(non_upper_case_globals, non_camel_case_types, dead_code)]
    mod core {}
    #[allow(dead_code)]
    mod std {}

    #[derive(Model, Debug)]
    #[orm(table = "names_shadowed")]
    pub(super) struct Shadowed {
        pub(super) id: i64,
        pub(super) name: String,
        pub(super) other: Option<ForeignKey<Shadowed>>,
    }
}

fn adults(u: &Fields<User>) -> Predicate<User> {
    u.name.starts_with("a")
}

const TABLES: &[Registration] = orm::models![User, Group, Order, Awkward, Renamed, Message];

async fn users() -> [User; 2] {
    let new = ["ann", "bob"].map(|name| User::create().name(name));
    User::bulk_create(new).await.unwrap().try_into().unwrap()
}

fn awkward(eq: i32) -> NewAwkward {
    Awkward::create().filter(1).r#type("x").eq(eq).all(2).get(3).id_(4).value(5).row(6).key(7).new(8).column(9).now(10)
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn names_of_methods_and_keywords() {
    let [ann, _] = users().await;
    let order = Order::create().user(&ann).from(1).await.unwrap();
    let first = awkward(1).await.unwrap();
    let mut second = awkward(2).order_by(9).table("t").set(5).using(6).r#move(&first).select(&order).await.unwrap();
    assert_eq!((first.set, first.using, first.r#type.as_str(), first.column), (1, 3, "x", 9));
    let query = Awkward::filter(|a| {
        (a.filter.eq(1) & a.r#type.eq("x") & a.eq.eq(2) & a.order_by.eq(9) & a.all.eq(2) & a.get.eq(3))
            & (a.id_.eq(4) & a.value.eq(5) & a.row.eq(6) & a.set.eq(5) & a.key.eq(7) & a.table.eq("t"))
            & (a.using.eq(6) & a.new.eq(8) & a.column.eq(9) & a.now.eq(10))
            & (a.r#move.eq.eq(1) & a.r#move.r#type.eq("x") & a.r#move.eq(&first) & a.select.user.name.eq("ann"))
    });
    assert_eq!(query.clone().order_by(|a| (a.order_by, a.r#type.desc())).get().await.unwrap(), second);
    assert_eq!(query.clone().values(|a| (a.r#type, a.r#move.set)).await.unwrap(), [("x".to_owned(), Some(1))]);
    second.update(|a| (a.set.set(a.set + a.value), a.r#type.set("y"), a.key.set(0))).await.unwrap();
    assert_eq!((second.set, second.r#type.as_str(), second.key), (10, "y", 0));
    second.table = None;
    second.save_only(|a| (a.table, a.r#type)).await.unwrap();
    assert_eq!(Awkward::get(second.id).await.unwrap(), second);
    let error = awkward(1).await.unwrap_err();
    assert_eq!(error.to_string(), "another Awkward has this eq, all already (constraint names_awkward_eq_all_key)");
    let error = awkward(3).key(-1).await.unwrap_err();
    assert_eq!(error.to_string(), "Awkward does not satisfy a check (constraint names_awkward_key)");
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn keywords_as_tables() {
    let [ann, bob] = users().await;
    let group = Group::create().r#where("here").await.unwrap();
    let order = Order::create().user(&ann).group(&group).from(1).await.unwrap();
    Order::create().user(&bob).from(2).await.unwrap();
    let found = Order::filter(|o| o.user.name.eq("ann") & o.group.r#where.eq("here"));
    assert_eq!(found.order_by(|o| (o.group.r#where, o.from)).get().await.unwrap(), order);
    assert_eq!(Order::filter(|o| o.group.eq("here")).update(|o| o.from.set(o.from + 1)).await.unwrap(), 1);
    assert_eq!(Order::filter(|o| o.user.name.eq("bob")).delete().await.unwrap(), 1);
    assert_eq!(User::filter(adults).get().await.unwrap(), ann);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn columns_by_other_names() {
    let [ann, _] = users().await;
    let mut row = Renamed::create().a(1).b(2).owner(&ann).c("x").await.unwrap();
    let other = Renamed::create().a(3).b(1).owner(&ann).number(9).await.unwrap();
    assert_eq!(Renamed::get(row.number).await.unwrap(), row);
    assert_eq!(Renamed::all().await.unwrap(), [row.clone(), other.clone()], "ordered by the field b, not the column b");
    assert_eq!(Renamed::filter(|r| r.a.eq(1) & r.b.eq(2) & r.c.eq("x")).get().await.unwrap(), row);
    row.update(|r| (r.a.set(r.b), r.b.set(r.a))).await.unwrap();
    assert_eq!((row.a, row.b), (2, 1));
    let error = Renamed::create().a(2).b(0).owner(&ann).await.unwrap_err();
    let orm::Error::UniqueViolation { model, fields, constraint } = error else { panic!("{error:?}") };
    assert_eq!((model.as_str(), fields), ("Renamed", vec!["a".to_owned(), "owner".to_owned()]));
    assert_eq!(constraint.as_deref(), Some("names_renamed_b_owner_key"));
    let error = Renamed::create().number(9).a(5).b(0).owner(&ann).await.unwrap_err();
    let orm::Error::UniqueViolation { fields, .. } = error else { panic!("{error:?}") };
    assert_eq!(fields, ["number"]);
    assert!(Renamed::create().a(0).b(100).owner(&ann).await.is_err());
    assert!(Renamed::create().a(100).b(0).owner(&ann).await.is_ok(), "the check is about the field b");
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn private_fields_and_two_relations_to_one_model() {
    let [ann, bob] = users().await;
    let secret = || Secret("psst".to_owned());
    let message = Message::create().sender(&ann).receiver(&bob).secret(secret()).await.unwrap();
    Message::create().sender(&bob).receiver(&ann).copy(&ann).secret(secret()).await.unwrap();
    let found = Message::filter(|m| m.sender.name.eq("ann") & m.receiver.name.eq("bob") & m.secret.eq(secret()));
    assert_eq!(found.get().await.unwrap(), message);
    let names = Message::all().order_by(|m| m.id).values(|m| (m.sender.name, m.receiver.name, m.copy.name));
    let name = str::to_owned;
    assert_eq!(names.await.unwrap(), [(name("ann"), name("bob"), None), (name("bob"), name("ann"), Some(name("ann")))]);
}

#[orm::test(sqlite, postgres, models = TABLES)]
async fn modules_in_modules(db: Db) {
    let [ann, _] = users().await;
    db.create_tables_of(orm::models![outer::Thing, outer::inner::Thing]).await.unwrap();
    let inner = outer::inner::Thing::create().name("in").user(&ann).await.unwrap();
    outer::Thing::create().inner(&inner).await.unwrap();
    assert_eq!(outer::names_of_things().await, ["in"]);
    let found = outer::Thing::filter(|t| t.inner.user.name.eq("ann"));
    assert_eq!(found.get().await.unwrap().inner, ForeignKey::new(inner.id));
}

#[orm::test(sqlite, postgres, models())]
async fn models_in_functions(db: Db) {
    #[derive(Model, Debug, PartialEq)]
    #[orm(table = "names_local")]
    struct Local {
        id: i64,
        name: String,
        parent: Option<ForeignKey<Local>>,
    }

    async fn another(db: &Db) -> i64 {
        #[derive(Model)]
        #[orm(table = "names_local_too")]
        struct Local {
            #[orm(primary_key)]
            only: i64,
        }
        db.create_tables_of(orm::models![Local]).await.unwrap();
        Local::create().await.unwrap().only
    }

    db.create_tables_of(orm::models![Local]).await.unwrap();
    let parent = Local::create().name("a").await.unwrap();
    let child = Local::create().name("b").parent(&parent).await.unwrap();
    assert_eq!(Local::filter(|l| l.parent.name.eq("a")).get().await.unwrap(), child);
    assert_eq!(another(&db).await, 1);
}

#[orm::test(sqlite, postgres, models())]
async fn another_name_for_the_library(db: Db) {
    use exported::Exported;

    db.create_tables_of(orm::models![Exported]).await.unwrap();
    let first = Exported::create().await.unwrap();
    let second = Exported::create().note("n").other(&first).size(1).await.unwrap();
    assert_eq!((first.size, first.note, first.other.is_some()), (7, None, false));
    let found = Exported::filter(|e| e.other.size.eq(7) & e.note.eq("n")).get().await.unwrap();
    assert_eq!((found.id, found.size), (second.id, 1));
    assert!(Exported::create().size(-1).await.is_err());
}

#[orm::test(sqlite, postgres, models())]
async fn names_that_mean_something_else_around(db: Db) {
    use shadowed::Shadowed;

    db.create_tables_of(orm::models![Shadowed]).await.unwrap();
    let first = Shadowed::create().name("a").await.unwrap();
    Shadowed::create().name("b").other(&first).await.unwrap();
    let found = Shadowed::filter(|s| s.other.name.eq("a")).get().await.unwrap();
    assert_eq!((found.id, found.name.as_str(), found.other.is_some()), (2, "b", true));
    let _ = (shadowed::Vec, shadowed::Root, shadowed::Column, shadowed::Value);
}
