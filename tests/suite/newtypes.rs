//! Structs around one value are columns like that value.

use orm::Error;
use orm::expr::{Numeric, Whole};
use orm::prelude::*;
use uuid::Uuid;

#[derive(Field, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct UserId(i64);

#[derive(Field, Debug, Clone, PartialEq)]
struct Email(String);

/// A name for the one value, and arithmetic.
#[derive(Field, Debug, Clone, Copy, PartialEq, Default)]
struct Cents {
    amount: i64,
}

impl Numeric for Cents {}
impl Whole for Cents {}

/// One around another.
#[derive(Field, Debug, Clone, PartialEq)]
struct WorkEmail(Email);

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "newtypes_user")]
struct User {
    id: UserId,
    #[orm(unique, max_length = 30)]
    email: Email,
    work: Option<WorkEmail>,
    #[orm(default = Cents::default())]
    balance: Cents,
    referred_by: Option<ForeignKey<User>>,
}

#[derive(Field, Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Code(String);

#[derive(Field, Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Serial(Uuid);

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "newtypes_country")]
struct Country {
    #[orm(primary_key)]
    code: Code,
    name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "newtypes_device")]
struct Device {
    id: Serial,
    owner: ForeignKey<User>,
    country: ForeignKey<Country>,
}

fn email(text: &str) -> Email {
    Email(text.to_owned())
}

#[orm::test(sqlite, postgres, models(User, Country, Device))]
async fn they_are_stored_compared_and_ordered_as_what_is_inside() {
    let ann = User::create().email(email("ann@x.org")).balance(Cents { amount: 7 }).await.unwrap();
    let bob = User::create().email(email("bob@y.org")).work(WorkEmail(email("b@z.org"))).await.unwrap();
    assert_eq!((ann.id, bob.id), (UserId(1), UserId(2)));
    assert_eq!(bob.balance, Cents { amount: 0 });
    assert_eq!(User::filter(|u| u.email.eq(email("ann@x.org"))).get().await.unwrap(), ann);
    assert_eq!(User::filter(|u| u.email.in_([email("bob@y.org")])).get().await.unwrap(), bob);
    assert_eq!(User::filter(|u| u.work.eq(WorkEmail(email("b@z.org")))).get().await.unwrap(), bob);
    assert_eq!(User::filter(|u| u.balance.gt(Cents { amount: 0 })).get().await.unwrap(), ann);
    assert_eq!(User::all().order_by(|u| u.id.desc()).values(|u| u.id).await.unwrap(), [UserId(2), UserId(1)]);
    let rows = [3, 4].map(|n| User::create().email(email(&format!("{n}"))).balance(Cents { amount: n }));
    let many = User::bulk_create(rows).await.unwrap();
    assert_eq!(many.iter().map(|user| user.id).collect::<Vec<_>>(), [UserId(3), UserId(4)]);
}

#[orm::test(sqlite, postgres, models(User, Country, Device))]
async fn text_by_another_name_is_searched() {
    let ann = User::create().email(email("ann@x.org")).await.unwrap();
    User::create().email(email("bob@y.org")).work(WorkEmail(email("b@x.org"))).await.unwrap();
    assert_eq!(User::filter(|u| u.email.icontains("N@X")).get().await.unwrap(), ann);
    assert_eq!(User::filter(|u| u.work.ends_with("@x.org")).count().await.unwrap(), 1);
    let long = User::create().email(email(&"a".repeat(31))).await.unwrap_err();
    let Error::Validation { model: "User", problems } = &long else { panic!("{long:?}") };
    assert_eq!(problems.of("email").count(), 1);
}

#[orm::test(sqlite, postgres, models(User, Country, Device))]
async fn numbers_by_another_name_are_calculated_with_where_it_says_so() {
    let mut ann = User::create().email(email("ann@x.org")).balance(Cents { amount: 7 }).await.unwrap();
    ann.update(|u| u.balance.set(u.balance * Cents { amount: 2 } + Cents { amount: 1 })).await.unwrap();
    assert_eq!(ann.balance, Cents { amount: 15 });
    assert!(User::filter(|u| (u.balance % Cents { amount: 4 }).eq(Cents { amount: 3 })).exists().await.unwrap());
}

#[orm::test(sqlite, postgres, models(User, Country, Device))]
async fn keys() {
    let ann = User::create().email(email("ann@x.org")).await.unwrap();
    let bob = User::create().email(email("bob@x.org")).referred_by(ann.id).await.unwrap();
    let given = User::create().id(UserId(77)).email(email("eve@x.org")).await.unwrap();
    assert_eq!(given.id, UserId(77));
    assert_eq!(User::get(ann.id).await.unwrap(), ann);
    assert_eq!(User::get(UserId(2)).await.unwrap(), bob);
    assert_eq!(User::get_or_none(UserId(3)).await.unwrap(), None);
    assert_eq!(User::filter(|u| u.referred_by.eq(ann.id)).get().await.unwrap(), bob);
    assert_eq!(User::filter(|u| u.referred_by.email.contains("ann")).get().await.unwrap(), bob);
    assert_eq!(User::filter(|u| u.referred_by.in_([ann.id, bob.id])).get().await.unwrap(), bob);
    let found = User::all().in_bulk([ann.id, UserId(99)]).await.unwrap();
    assert_eq!(found.get(&ann.id), Some(&ann));
    let peru = Country::create().code(Code("PE".into())).name("Peru").await.unwrap();
    let device = Device::create().owner(&ann).country(Code("PE".into())).await.unwrap();
    assert_eq!(device.id.0.get_version_num(), 7);
    assert_eq!(
        Device::filter(|d| d.country.eq(Code("PE".into())) & d.owner.eq(UserId(1))).get().await.unwrap(),
        device
    );
    assert_eq!(*device.country.id(), peru.code);
    Device::all().update(|d| d.owner.set(bob.id)).await.unwrap();
    assert_eq!(Device::get(device.id).await.unwrap().owner, ForeignKey::new(bob.id));
}
