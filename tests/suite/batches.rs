//! Rows of different models, written together. On both databases.

mod ended;

use orm::prelude::*;
use orm::{Db, Error};
use uuid::Uuid;

use crate::polls::dropped_after;

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "batch_country")]
struct Country {
    id: i32,
    #[orm(unique)]
    name: String,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "batch_user")]
struct User {
    id: i64,
    name: String,
    country: Option<ForeignKey<Country>>,
    boss: Option<ForeignKey<User>>,
    #[orm(version)]
    version: i64,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "batch_order")]
struct Order {
    id: Uuid,
    user: ForeignKey<User>,
    total: i64,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "batch_item")]
struct Item {
    id: i64,
    order: ForeignKey<Order>,
    product: ForeignKey<Product>,
    #[orm(default = 1)]
    amount: i32,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "batch_product")]
struct Product {
    #[orm(primary_key)]
    code: String,
    price: i64,
}

#[orm::test(sqlite, postgres, models(Country, User, Product, Order, Item))]
async fn keys_flow_from_parents_to_children() {
    let mut batch = orm::batch();
    // In no order, and of five models.
    let tea = batch.create(Product::create().code("tea").price(3));
    let france = batch.create(Country::create().name("France"));
    let ann = batch.create(User::create().name("ann").country(&france));
    let order = batch.create(Order::create().user(&ann).total(6));
    let items = batch.create_all((1..=3).map(|amount| Item::create().order(&order).product(&tea).amount(amount)));
    let spain = batch.create(Country::create().name("Spain"));
    let bob = batch.create(User::create().name("bob").country(&spain).boss(&ann));
    let (rows, queries) = orm::testing::count_queries(batch.commit()).await;
    let mut rows = rows.unwrap();
    // A user points at a user, which is one more.
    assert_eq!(queries.iter().filter(|sql| sql.contains("INSERT")).count(), 6, "{queries:#?}");
    assert_eq!(rows.get(&france).unwrap().name, "France");
    let (ann, bob, order) = (rows.take(ann).unwrap(), rows.take(bob).unwrap(), rows.take(order).unwrap());
    assert_eq!(bob.boss.as_ref().map(|boss| *boss.id()), Some(ann.id));
    assert_eq!((*order.user.id(), *ann.country.as_ref().unwrap().id()), (ann.id, rows.get(&france).unwrap().id));
    assert_eq!(bob.country.as_ref().unwrap().load().await.unwrap().name, "Spain");
    assert_eq!(rows.rows::<Item>().iter().map(|item| item.amount).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(rows.rows::<Item>().is_empty() && rows.get(&items[0]).is_none());
    assert_eq!(
        Item::filter(|i| i.order.user.country.name.eq("France") & i.product.price.eq(3)).count().await.unwrap(),
        3
    );
}

#[orm::test(sqlite, postgres, models(Country, User, Product, Order, Item))]
async fn rows_are_saved_and_deleted_beside() {
    let spain = Country::create().name("Spain").await.unwrap();
    let mut ann = User::create().name("ann").country(&spain).await.unwrap();
    let order = Order::create().user(&ann).total(1).await.unwrap();
    let mut batch = orm::batch();
    let france = batch.create(Country::create().name("France"));
    ann.name = "Ann".to_owned();
    ann.country = Some((&france).into());
    batch.save(&ann);
    batch.delete(&spain);
    batch.delete(&order);
    let mut rows = batch.commit().await.unwrap();
    let france = rows.take(france).unwrap();
    let now = User::get(ann.id).await.unwrap();
    assert_eq!((now.name.as_str(), now.version, *now.country.unwrap().id()), ("Ann", 2, france.id));
    assert_eq!((Country::all().await.unwrap(), Order::all().count().await.unwrap()), (vec![france], 0));
}

#[orm::test(sqlite, postgres, models(Country, User, Product, Order, Item))]
async fn it_is_all_or_nothing(db: Db) {
    let mut ann = User::create().name("ann").await.unwrap();
    let stale = ann.clone();
    ann.save().await.unwrap();
    let gone = Country::create().name("gone").await.unwrap();
    gone.delete().await.unwrap();
    let with = |change: fn(&mut orm::query::Batch, &User, &Country)| {
        let mut batch = orm::batch();
        let france = batch.create(Country::create().name("France"));
        batch.create(User::create().name("eve").country(&france));
        change(&mut batch, &stale, &gone);
        batch
    };
    let twice = with(|batch, _, _| {
        batch.create(Country::create().name("France"));
    })
    .commit()
    .await;
    assert!(matches!(twice, Err(Error::UniqueViolation { .. })), "{twice:?}");
    let saved = with(|batch, stale, _| batch.save(stale)).commit().await;
    assert!(matches!(saved, Err(Error::StaleObject { model: "User" })), "{saved:?}");
    let saved = with(|batch, _, gone| batch.save(gone)).commit().await;
    assert!(matches!(saved, Err(Error::DoesNotExist { model: "Country" })), "{saved:?}");
    let deleted = with(|batch, _, gone| batch.delete(gone)).commit().await;
    assert!(matches!(deleted, Err(Error::DoesNotExist { model: "Country" })), "{deleted:?}");
    let missing = with(|batch, _, _| {
        batch.create(User::create().name("x").country(404));
    })
    .commit()
    .await;
    assert!(matches!(missing, Err(Error::ForeignKeyViolation { .. })), "{missing:?}");
    assert_eq!((Country::all().count().await.unwrap(), User::all().count().await.unwrap()), (0, 1));

    let tx = db.begin().await.unwrap();
    with(|_, _, _| {}).using(&tx).commit().await.unwrap();
    assert_eq!(Country::all().using(&tx).count().await.unwrap(), 1);
    tx.rollback().await.unwrap();
    assert_eq!(Country::all().count().await.unwrap(), 0);
    assert!(orm::batch().commit().await.is_ok());
}

#[orm::test(sqlite, postgres, models(Country, User, Product, Order, Item))]
async fn chains_of_one_table_take_a_statement_each_and_foreign_plans_nothing() {
    let mut batch = orm::batch();
    let mut boss = batch.create(User::create().name("0"));
    for number in 1..5 {
        boss = batch.create(User::create().name(number.to_string()).boss(&boss));
    }
    let last = batch.commit().await.unwrap().take(boss).unwrap();
    let line = User::filter(|u| u.id.eq(last.id)).with_ancestors(|u| u.boss).count().await.unwrap();
    assert_eq!(line, 5);

    // What another batch has planned is not there.
    let mut other = orm::batch();
    let planned = other.create(Country::create().name("Spain"));
    let mut batch = orm::batch();
    batch.create(User::create().name("x").country(&planned));
    assert!(matches!(batch.commit().await, Err(Error::ForeignKeyViolation { .. })));
    let mut rows = orm::batch().commit().await.unwrap();
    assert!(matches!(rows.take(planned), Err(Error::DoesNotExist { model: "Country" })));
}

#[derive(Model, Debug, Clone)]
#[orm(table = "batch_profile")]
struct Profile {
    #[orm(primary_key)]
    user: OneToOne<User>,
    text: String,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "batch_avatar")]
struct Avatar {
    id: i64,
    profile: ForeignKey<Profile>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "batch_node")]
struct Node {
    id: Uuid,
    parent: Option<ForeignKey<Node>>,
    #[orm(db_default = "7")]
    weight: i32,
    #[orm(on_delete = cascade)]
    part_of: Option<ForeignKey<Node>>,
}

#[orm::test(sqlite, postgres, models(Country, User, Profile, Avatar, Node))]
async fn keys_within_keys_and_keys_that_are_made_here_come_in_order() {
    let mut batch = orm::batch();
    let user = batch.create(User::create().name("ann"));
    let profile = batch.create(Profile::create().user(&user).text("x"));
    let avatar = batch.create(Avatar::create().profile(&profile));
    // The child sets what its parent leaves to the database, so that they are no one statement.
    let top = batch.create(Node::create());
    let below = batch.create(Node::create().parent(&top).weight(1));
    batch.create(Node::create().parent(&below).part_of(&top));
    let mut rows = batch.commit().await.unwrap();
    let (user, avatar) = (rows.take(user).unwrap(), rows.take(avatar).unwrap());
    assert_eq!(*avatar.profile.id(), user.id);
    assert_eq!(Node::all().with_ancestors(|n| n.parent).count().await.unwrap(), 3);

    let mut other = orm::batch();
    let planned = other.create(User::create().name("bob"));
    assert!(rows.get(&planned).is_none());
    assert!(matches!(rows.take(planned), Err(Error::DoesNotExist { model: "User" })));
}

#[orm::test(sqlite, postgres, models(Country, User, Product, Order, Item))]
async fn ten_thousand_rows_of_five_models_are_few_statements() {
    let mut batch = orm::batch();
    let countries = batch.create_all((0..100).map(|number| Country::create().name(format!("c{number}"))));
    let products = batch.create_all((0..100).map(|number| Product::create().code(format!("p{number}")).price(number)));
    for number in 0..1_400 {
        let user = batch.create(User::create().name("u").country(&countries[number % 100]));
        let order = batch.create(Order::create().user(&user).total(1));
        for place in 0..5 {
            batch.create(Item::create().order(&order).product(&products[(number + place) % 100]));
        }
    }
    let (rows, queries) = orm::testing::count_queries(batch.commit()).await;
    rows.unwrap();
    assert!(queries.len() <= 12, "{queries:#?}");
    assert_eq!(Item::filter(|i| i.order.user.country.name.eq("c7")).count().await.unwrap(), 70);
}

#[orm::test(sqlite, postgres, models(Country, User, Product, Order, Item))]
async fn dropped_anywhere_it_is_all_or_nothing() {
    let mut whole = 0;
    for polls in 0..60 {
        let mut batch = orm::batch();
        let country = batch.create(Country::create().name(format!("c{polls}")));
        let user = batch.create(User::create().name("u").country(&country));
        batch.create(Order::create().user(&user).total(1));
        if dropped_after(polls, batch.commit()).await.is_some_and(|rows| rows.is_ok()) {
            whole += 1;
        }
        let counts = [
            Country::all().count().await.unwrap(),
            User::all().count().await.unwrap(),
            Order::all().count().await.unwrap(),
        ];
        assert!(counts.iter().all(|count| *count == counts[0]) && counts[0] >= whole, "{polls}: {counts:?}");
    }
    assert!(whole > 0);
}

#[derive(Model, Debug, Clone)]
#[orm(table = "batch_team")]
struct Team {
    id: i64,
    name: String,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "batch_player")]
struct Player {
    id: i64,
    #[orm(on_delete = cascade)]
    team: ForeignKey<Team>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "batch_goal")]
struct Goal {
    id: i64,
    #[orm(on_delete = cascade)]
    player: ForeignKey<Player>,
}

/// A foreign key leads from the one to the other by way of a model of which the batch has no row.
#[orm::test(sqlite, postgres, models(Team, Player, Goal))]
async fn children_of_children_are_deleted_first() {
    let mut batch = orm::batch();
    let team = batch.create(Team::create().name("a"));
    let player = batch.create(Player::create().team(&team));
    let goal = batch.create(Goal::create().player(&player));
    let mut rows = batch.commit().await.unwrap();
    let (team, goal) = (rows.take(team).unwrap(), rows.take(goal).unwrap());
    let mut batch = orm::batch();
    batch.delete(&goal);
    batch.delete(&team);
    batch.commit().await.unwrap();
    assert_eq!(Player::all().count().await.unwrap() + Goal::all().count().await.unwrap(), 0);
}

#[orm::test(sqlite, postgres, models(Country, User, Product, Order, Item))]
async fn what_keeps_a_row_is_named() {
    let mut batch = orm::batch();
    let france = batch.create(Country::create().name("France"));
    let ann = batch.create(User::create().name("ann").country(&france));
    let mut rows = batch.commit().await.unwrap();
    let (france, ann) = (rows.take(france).unwrap(), rows.take(ann).unwrap());
    let mut batch = orm::batch();
    batch.delete(&france);
    let kept = batch.commit().await.unwrap_err();
    assert!(matches!(&kept, Error::Protected { model: "Country", .. }), "{kept:?}");
    assert!(kept.to_string().contains(&ann.id.to_string()), "{kept}");
    let kept = Country::filter(|c| c.id.eq(france.id)).delete().with_hooks().await.unwrap_err();
    assert!(matches!(&kept, Error::Protected { model: "Country", .. }), "{kept:?}");
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "batch_line")]
struct Line {
    #[orm(primary_key)]
    product: ForeignKey<Product>,
    #[orm(primary_key, db_default = "1")]
    number: i32,
    text: String,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "batch_note")]
struct Note {
    id: i64,
    line: ForeignKey<Line>,
}

#[orm::test(sqlite, postgres, models(Product, Line, Note))]
async fn a_part_of_a_key_can_be_the_databases() {
    let mut batch = orm::batch();
    let tea = batch.create(Product::create().code("tea").price(3));
    let line = batch.create(Line::create().product(&tea).text("green"));
    let note = batch.create(Note::create().line(&line));
    let mut rows = batch.commit().await.unwrap();
    let (line, note) = (rows.take(line).unwrap(), rows.take(note).unwrap());
    assert_eq!((line.number, line.product.id().as_str()), (1, "tea"));
    assert_eq!(note.line.load().await.unwrap(), &line);
}
