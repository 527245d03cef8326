//! `q!` says what methods say: the same SQL, and the same rows, on both databases.

use std::collections::{BTreeSet, HashSet};

use orm::prelude::*;

use crate::sql::both;

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "q_countries")]
struct Country {
    id: i64,
    name: String,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "q_users")]
struct User {
    id: i64,
    name: String,
    email: Option<String>,
    age: i16,
    active: bool,
    admin: Option<bool>,
    country: Option<ForeignKey<Country>>,
    orders: HasMany<Order>,
}

#[derive(Model, Debug, Clone)]
#[orm(table = "q_orders", check(total_in_bounds = q!(|o| o.total >= 0 && o.total < 1_000_000), has_a_type = typed))]
struct Order {
    id: i64,
    user: ForeignKey<User>,
    total: i64,
    paid: Option<i64>,
    status: Status,
    r#type: i32,
}

#[derive(DbEnum, Debug, Clone, Copy, PartialEq)]
enum Status {
    Open,
    Paid,
}

struct Limits {
    min: i16,
    names: Vec<String>,
}

fn typed(o: &Fields<Order>) -> Predicate<Order> {
    o.r#type.gt(0)
}

fn adults(u: &Fields<User>) -> Predicate<User> {
    u.age.ge(18)
}

fn double(u: &Fields<User>) -> Expr<User, i16> {
    u.age * 2
}

async fn people() -> (User, User) {
    let france = Country::create().name("France").await.unwrap();
    let user = |name: &str, age: i16, active: bool| User::create().name(name).age(age).active(active);
    let ann = user("Ann", 31, true).email("ann@x.org").admin(true).country(&france).await.unwrap();
    let bob = user("Bob", 12, true).admin(false).await.unwrap();
    user("o'Neil \"100%\" \\ ?", 64, false).email("").await.unwrap();
    user("émile", 65, false).await.unwrap();
    let order = |user: &User, total, paid: Option<i64>, status| {
        Order::create().user(user).total(total).paid(paid).status(status).r#type(1)
    };
    order(&ann, 150, Some(150), Status::Paid).await.unwrap();
    order(&ann, 20, None, Status::Open).await.unwrap();
    order(&bob, 200, Some(50), Status::Open).await.unwrap();
    (ann, bob)
}

/// Each pair: the SQL of both is the same, and so are the rows, of which there are as many as said.
macro_rules! pairs {
    ($model:ident: $($rows:literal, $quoted:expr, $methods:expr;)*) => {$({
        let (quoted, methods) = ($model::filter($quoted), $model::filter($methods));
        assert_eq!(both(&quoted), both(&methods), "{}", stringify!($quoted));
        let ids = quoted.order_by(|row| row.id).values(|row| row.id).await.unwrap();
        assert_eq!(ids, methods.order_by(|row| row.id).values(|row| row.id).await.unwrap(), "{}", stringify!($quoted));
        assert_eq!(ids.len(), $rows, "{}", stringify!($quoted));
    })*};
}

#[orm::test(sqlite, postgres, models(Country, User, Order))]
async fn comparisons() {
    people().await;
    pairs! { User:
        1, q!(|u| u.name == "Ann"), |u| u.name.eq("Ann");
        3, q!(|u| u.name != "Ann"), |u| u.name.ne("Ann");
        3, q!(|u| u.age >= 31), |u| u.age.ge(31);
        2, q!(|u| u.age > 31), |u| u.age.gt(31);
        1, q!(|u| u.age < 31), |u| u.age.lt(31);
        2, q!(|u| u.age <= 31), |u| u.age.le(31);
        3, q!(|u| 18 <= u.age), |u| u.age.ge(18);
        3, q!(|u| 18 < u.age), |u| u.age.gt(18);
        1, q!(|u| 18 > u.age), |u| u.age.lt(18);
        1, q!(|u| 18 >= u.age), |u| u.age.le(18);
        1, q!(|u| 12 == u.age), |u| u.age.eq(12);
        3, q!(|u| 12 != u.age), |u| u.age.ne(12);
        2, q!(|u| u.email == None), |u| u.email.eq(None);
        2, q!(|u| None == u.email), |u| u.email.eq(None);
        2, q!(|u| u.email != None), |u| u.email.ne(None);
        2, q!(|u| u.email.is_none()), |u| u.email.is_null();
        2, q!(|u| u.email.is_some()), |u| u.email.is_not_null();
        1, q!(|u| u.email == Some("ann@x.org".to_owned())), |u| u.email.eq(Some("ann@x.org".to_owned()));
        0, q!(|u| u.email == u.name), |u| u.email.eq(u.name);
        1, q!(|u| u.country.name == "France"), |u| u.country.name.eq("France");
        0, q!(move |u| { u.age == -5 }), |u| u.age.eq(-5);
        1, q!(|u| &u.name == "Ann"), |u| u.name.eq("Ann");
        1, q!(|u| (((u.name)) == ("Ann"))), |u| u.name.eq("Ann");
    }
}

#[orm::test(sqlite, postgres, models(Country, User, Order))]
async fn logic() {
    people().await;
    let (yes, no) = (true, false);
    pairs! { User:
        1, q!(|u| u.age >= 18 && u.active), |u| u.age.ge(18) & u.active.eq(true);
        2, q!(|u| u.active), |u| u.active.eq(true);
        1, q!(|u| u.admin), |u| u.admin.eq(true);
        2, q!(|u| !u.active), |u| !u.active.eq(true);
        1, q!(|u| !u.admin), |u| !u.admin.eq(true);
        2, q!(|u| u.active == true), |u| u.active.eq(true);
        4, q!(|u| u.active || !u.active), |u| u.active.eq(true) | !u.active.eq(true);
        2, q!(|u| u.age < 18 || u.age > 20 && u.active), |u| u.age.lt(18) | u.age.gt(20) & u.active.eq(true);
        1, q!(|u| (u.age < 18 || u.age > 64) && u.active), |u| (u.age.lt(18) | u.age.gt(64)) & u.active.eq(true);
        2, q!(|u| !(u.age < 18 || u.age > 64)), |u| !(u.age.lt(18) | u.age.gt(64));
        1, q!(|u| (u.age > 18) == (u.active)), |u| !(u.age.gt(18) ^ u.active.eq(true));
        1, q!(|u| (u.age > 18) & u.active), |u| u.age.gt(18) & u.active.eq(true);
        4, q!(|u| (u.age < 18) | !(u.age < 18)), |u| u.age.lt(18) | !u.age.lt(18);
        3, q!(|u| (u.age > 18) ^ u.active), |u| u.age.gt(18) ^ u.active.eq(true);
        1, q!(|u| adults(u) && u.active), |u| adults(u) & u.active.eq(true);
        3, q!(|u| adults(u) && u.id > 0), |u| adults(u) & u.id.gt(0);
        3, q!(|u| double(u) >= 36), |u| double(u).ge(36);
        2, q!(|u| yes && u.active), |u| u.active.eq(true);
        0, q!(|u| no && u.active), |u| u.active.eq(true) & u.id.in_([0; 0]);
        4, q!(|u| yes || u.active), |u| u.id.not_in([0; 0]);
        2, q!(|u| no || u.active), |u| u.active.eq(true);
        4, q!(|_| yes), |u| u.id.not_in([0; 0]);
        0, q!(|_| !yes), |u| u.id.in_([0; 0]);
        4, q!(|_u| true), |u| u.id.not_in([0; 0]);
    }
}

/// A condition that the program decides keeps what comes after it from being evaluated, as it does in Rust.
#[orm::test(sqlite, postgres, models(Country, User, Order))]
async fn the_right_side_waits_for_the_left() {
    people().await;
    let (none, least) = (None::<i16>, Some(18_i16));
    let min = |given: Option<i16>| given.expect("evaluated only where there is one");
    pairs! { User:
        4, q!(|u| none.is_none() || u.age > none.unwrap()), |u| u.id.not_in([0; 0]);
        0, q!(|u| none.is_some() && u.age > none.unwrap()), |u| u.id.in_([0; 0]);
        3, q!(|u| least.is_none() || u.age > least.unwrap()), |u| u.age.gt(18);
        3, q!(|u| least.is_some() && u.age > least.unwrap()), |u| u.age.gt(18);
        4, q!(|u| none.is_none() || (u.active && u.age > min(none))), |u| u.id.not_in([0; 0]);
        0, q!(|u| u.active && none.is_some() && u.age > min(none)), |u| u.active.eq(true) & u.id.in_([0; 0]);
        2, q!(|u| u.active && (none.is_none() || u.age > min(none))), |u| u.active.eq(true);
        1, q!(|u| u.active && (least.is_none() || u.age > min(least))), |u| u.active.eq(true) & u.age.gt(18);
        4, q!(move |u| none.is_none() || none.is_some_and(|n| n > 1) || u.age > min(none)), |u| u.id.not_in([0; 0]);
    }
}

#[orm::test(sqlite, postgres, models(Country, User, Order))]
async fn arithmetic() {
    people().await;
    let (two, price) = (2, 100);
    pairs! { Order:
        2, q!(|o| o.total * 2 > 150 + 100), |o| (o.total * 2).gt(150 + 100);
        2, q!(|o| o.total * two > price), |o| (o.total * 2).gt(100);
        1, q!(|o| o.total - o.paid > 100), |o| (o.total - o.paid).gt(100);
        1, q!(|o| (o.total + 10) * 2 == 60), |o| ((o.total + 10) * 2).eq(60);
        1, q!(|o| o.total + 10 * 2 == 40), |o| (o.total + 10 * 2).eq(40);
        1, q!(|o| 60 == (o.total + 10) * 2), |o| ((o.total + 10) * 2).eq(60);
        1, q!(|o| o.total % 100 == 50), |o| (o.total % 100).eq(50);
        1, q!(|o| o.paid < o.total), |o| o.paid.lt(o.total);
        1, q!(|o| o.r#type == 1 && o.status == Status::Paid), |o| o.r#type.eq(1) & o.status.eq(Status::Paid);
    }
    let values = Order::all().order_by(|o| o.id).values(q!(|o| (100 - o.total, price / o.total, 7 % o.total)));
    assert_eq!(values.await.unwrap(), [(-50, 0, 7), (80, 5, 7), (-100, 0, 7)]);
    let values = Order::all().order_by(q!(|o| 0 - o.total)).values(q!(|o| (1 + o.total) * 2 - price));
    assert_eq!(values.await.unwrap(), [302, 202, -58]);
}

#[orm::test(sqlite, postgres, models(Country, User, Order))]
async fn lists_and_ranges() {
    let (ann, bob) = people().await;
    let (ages, names) = (vec![12_i16, 31], ["Ann".to_owned(), "Bob".to_owned()]);
    let (set, sorted) = (HashSet::from(["Ann"]), BTreeSet::from([12_i16]));
    let (slice, none): (&[i16], &[i16]) = (&ages, &[]);
    let (half, closed, from, to) = (12_i16..31, 12_i16..=31, 31_i16.., ..31_i16);
    let (low, high) = (12, 31);
    pairs! { User:
        2, q!(|u| [12, 31].contains(&u.age)), |u| u.age.in_([12, 31]);
        2, q!(|u| [low, high].contains(&u.age)), |u| u.age.in_([12, 31]);
        2, q!(|u| ages.contains(&u.age)), |u| u.age.in_([12, 31]);
        2, q!(|u| vec![12, 31].contains(&u.age)), |u| u.age.in_([12, 31]);
        2, q!(|u| slice.contains(&u.age)), |u| u.age.in_([12, 31]);
        0, q!(|u| none.contains(&u.age)), |u| u.age.in_([0; 0]);
        2, q!(|u| names.contains(&u.name)), |u| u.name.in_(["Ann", "Bob"]);
        1, q!(|u| set.contains(&u.name)), |u| u.name.in_(["Ann"]);
        1, q!(|u| sorted.contains(&u.age)), |u| u.age.in_([12]);
        2, q!(|u| !ages.contains(&u.age)), |u| !u.age.in_([12, 31]);
        1, q!(|u| (12..31).contains(&u.age)), |u| u.age.ge(12) & u.age.lt(31);
        2, q!(|u| (12..=31).contains(&u.age)), |u| u.age.between(12, 31);
        2, q!(|u| (low..=high).contains(&u.age)), |u| u.age.between(12, 31);
        3, q!(|u| (31..).contains(&u.age)), |u| u.age.ge(31);
        1, q!(|u| (..31).contains(&u.age)), |u| u.age.lt(31);
        2, q!(|u| (..=31).contains(&u.age)), |u| u.age.le(31);
        1, q!(|u| (24..62).contains(&(u.age * 2))), |u| (u.age * 2).ge(24) & (u.age * 2).lt(62);
        3, q!(|u| !(12..31).contains(&u.age)), |u| !(u.age.ge(12) & u.age.lt(31));
        1, q!(|u| half.contains(&u.age)), |u| u.age.ge(12) & u.age.lt(31);
        2, q!(|u| closed.contains(&u.age)), |u| u.age.between(12, 31);
        3, q!(|u| from.contains(&u.age)), |u| u.age.ge(31);
        1, q!(|u| to.contains(&u.age)), |u| u.age.lt(31);
        0, q!(|u| (31..=12).contains(&u.age)), |u| u.age.between(31, 12);
        1, q!(|u| u.name.contains("n")), |u| u.name.contains("n");
        2, q!(|u| u.age.in_(ages.iter().map(|u| *u + 1 - 1))), |u| u.age.in_([12, 31]);
    }
    pairs! { Order:
        3, q!(|o| [&ann, &bob].contains(&o.user)), |o| o.user.in_([&ann, &bob]);
        2, q!(|o| o.user == &ann), |o| o.user.eq(&ann);
        2, q!(|o| o.user == ann.id), |o| o.user.eq(ann.id);
        1, q!(|o| (10..o.total).contains(&o.paid)), |o| o.paid.ge(10) & o.paid.lt(o.total);
    }
    assert_eq!(names.len() + set.len() + ages.len(), 5, "lists stay the caller's");
}

#[orm::test(sqlite, postgres, models(Country, User, Order))]
async fn variables_stay_the_callers() {
    people().await;
    let limits = Limits { min: 30, names: vec!["Ann".to_owned()] };
    let (text, name, email) = ("Ann", "Ann".to_owned(), Some("ann@x.org".to_owned()));
    let (by_ref, limits_ref, age) = (&name, &limits, &31_i16);
    const LIMIT: i16 = 30;
    pairs! { User:
        1, q!(|u| u.name == text), |u| u.name.eq("Ann");
        1, q!(|u| u.name == name), |u| u.name.eq("Ann");
        1, q!(|u| name == u.name), |u| u.name.eq("Ann");
        1, q!(|u| u.name == by_ref && u.name == *by_ref), |u| u.name.eq("Ann") & u.name.eq("Ann");
        1, q!(|u| u.name == &name), |u| u.name.eq("Ann");
        1, q!(|u| u.email == email), |u| u.email.eq("ann@x.org");
        1, q!(|u| u.name == limits.names[0]), |u| u.name.eq("Ann");
        3, q!(|u| u.age >= limits.min + 1), |u| u.age.ge(31);
        3, q!(|u| u.age >= limits_ref.min), |u| u.age.ge(30);
        3, q!(|u| u.age >= *age), |u| u.age.ge(31);
        3, q!(|u| u.age > LIMIT), |u| u.age.gt(30);
        1, q!(|u| u.age == LIMIT | 1), |u| u.age.eq(31);
        3, q!(|u| u.age > i16::try_from(limits.names.len()).unwrap() + 20), |u| u.age.gt(21);
        1, q!(|u| u.name == ["Ann", "Bob"].iter().find(|u| u.len() == 3).unwrap().to_string()), |u| u.name.eq("Ann");
        1, q!(|u| u.name == String::from_utf8_lossy(b"Ann").into_owned()), |u| u.name.eq("Ann");
        1, q!(|u| u.name == format!("{}nn", 'A')), |u| u.name.eq("Ann");
        1, q!(|u| u.name == "o'Neil \"100%\" \\ ?"), |u| u.name.eq("o'Neil \"100%\" \\ ?");
    }
    assert_eq!((name, email.unwrap()), ("Ann".to_owned(), "ann@x.org".to_owned()));
}

#[orm::test(sqlite, postgres, models(Country, User, Order))]
async fn relations() {
    people().await;
    let least = 100;
    pairs! { User:
        1, q!(|u| u.age >= 18 && u.orders.any(|o| o.total > 100 && o.status == Status::Paid)),
            |u| u.age.ge(18) & u.orders.any(|o| o.total.gt(100) & o.status.eq(Status::Paid));
        2, q!(|u| u.orders.any(|o| o.total > least)), |u| u.orders.any(|o| o.total.gt(100));
        1, q!(|u| u.orders.count() > 1), |u| u.orders.count().gt(1);
        1, q!(|u| 1 < u.orders.count()), |u| u.orders.count().gt(1);
        1, q!(|u| u.orders.sum(|o| o.total * 2) == 340), |u| u.orders.sum(|o| o.total * 2).eq(340);
        2, q!(|u| u.orders.filter(|o| o.status == Status::Open).count() == 1),
            |u| u.orders.filter(|o| o.status.eq(Status::Open)).count().eq(1);
        2, q!(|u| u.orders.none(|_| true)), |u| u.orders.is_empty();
        2, q!(|u| !u.orders.exists()), |u| !u.orders.exists();
        2, q!(|u| u.orders.any(|u| u.user.name == "Ann" || u.user.active)),
            |u| u.orders.any(|o| o.user.name.eq("Ann") | o.user.active.eq(true));
        2, q!(|u| u.orders.any(|o| o.user.active)), |u| u.orders.any(|o| o.user.active.eq(true));
        2, q!(|u| u.active && !orm::exists(Order::filter(|o| o.total > 1000))),
            |u| u.active.eq(true) & !orm::exists(Order::filter(|o| o.total.gt(1000)));
        0, q!(|_| !orm::exists(Order::filter(|o| o.total > least))),
            |_| !orm::exists(Order::filter(|o| o.total.gt(100)));
        1, q!(|u| u.id == 0 + Order::filter(|o| o.total == 150).values(|o| o.user.id).scalar()),
            |u| u.id.eq(orm::expr::from_left::add(0, Order::filter(|o| o.total.eq(150)).values(|o| o.user.id).scalar()));
    }
}

#[orm::test(sqlite, postgres, models(Country, User, Order))]
async fn checks() {
    let (ann, _) = people().await;
    for (total, ty, check) in [(-1, 1, "total_in_bounds"), (1_000_000, 1, "total_in_bounds"), (1, 0, "has_a_type")] {
        let refused = Order::create().user(&ann).total(total).status(Status::Open).r#type(ty).await.unwrap_err();
        assert!(refused.to_string().contains(check), "{refused}");
    }
}

#[orm::test(sqlite, postgres, models(Country, User, Order))]
async fn aggregates_and_windows() {
    people().await;
    let by_country = User::all().values(|u| (u.country, count()));
    let quoted = by_country.clone().filter(q!(|u| !u.active.bool_and() && u.active.bool_or()));
    let methods = by_country.filter(|u| !u.active.bool_and().eq(true) & u.active.bool_or().eq(true));
    assert_eq!(both(&quoted), both(&methods));
    assert_eq!(quoted.await.unwrap(), [(None, 3)]);
    let before = |u: &Fields<User>| u.active.lag(1).over(orm::window().order_by(u.id));
    assert_eq!(User::filter(q!(|u| u.active && before(u))).values(|u| u.name).await.unwrap(), ["Bob"]);
}

#[orm::test(sqlite, postgres, models(Country, User, Order))]
async fn other_closures() {
    people().await;
    assert_eq!(User::exclude(q!(|u| u.active)).count().await.unwrap(), 2);
    let names = User::all().order_by(q!(|u| (u.age.desc(), u.name))).values(q!(|u| u.name)).await.unwrap();
    assert_eq!(names[3], "Bob");
    let ages = User::all().order_by(q!(|u| u.age)).values(q!(|u| (u.name, u.age * 2 + 1))).await.unwrap();
    assert_eq!(ages[0], ("Bob".to_owned(), 25));
    assert_eq!(User::all().order_by(q!(|u| vec![u.age.desc()])).first().await.unwrap().unwrap().age, 65);
    let active = User::all().order_by(q!(|u| u.active)).values(|u| u.active).await.unwrap();
    assert_eq!(active, [false, false, true, true]);
    assert_eq!(User::all().order_by(|u| (u.active.eq(true), u.age)).values(|u| u.age).await.unwrap(), [64, 65, 12, 31]);
    assert_eq!(User::all().order_by(q!(|u| u.age < 18)).last().await.unwrap().unwrap().name, "Bob");
    assert_eq!(User::all().order_by(|u| (u.age.lt(18).desc(), u.id)).first().await.unwrap().unwrap().name, "Bob");
    assert_eq!(User::filter(q!(|u| u.admin)).values(q!(|u| u.admin)).await.unwrap(), [Some(true)]);
    assert_eq!(User::all().values(q!(|u| (u.active,))).first().await.unwrap(), Some((true,)));
    let one = 1;
    User::all().update(q!(|u| (u.age.set(u.age + one), u.name.set("x")))).await.unwrap();
    assert_eq!(User::filter(q!(|u| u.name == "x" && u.age == 32)).count().await.unwrap(), 1);
}
