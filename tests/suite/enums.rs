//! Enums as text, as numbers and as types of the database's own.

use orm::prelude::*;
use orm::{Db, Error};

#[derive(DbEnum, Debug, Clone, Copy, PartialEq)]
enum Status {
    Open,
    OnHold,
    #[orm(rename = "it's paid")]
    Paid,
}

#[derive(DbEnum, Debug, Clone, Copy, PartialEq)]
#[orm(rename_all = "kebab-case")]
enum Channel {
    WebShop,
    Phone,
}

#[derive(DbEnum, Debug, Clone, Copy, PartialEq)]
#[orm(integer)]
#[repr(i16)]
enum Priority {
    Low = -1,
    Normal = 0,
    High = 32_767,
}

#[derive(DbEnum, Debug, Clone, Copy, PartialEq)]
#[orm(integer)]
#[repr(i64)]
enum Flag {
    None = 1,
    All = i64::MAX,
}

/// In another order than that of the alphabet.
#[derive(DbEnum, Debug, Clone, Copy, PartialEq)]
#[orm(native = "enums_size")]
enum Size {
    Small,
    Medium,
    Large,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "enums_order", check(large_is_not_open = |o| o.size.ne(Size::Large) | o.status.ne(Status::Open)))]
struct Order {
    id: i64,
    status: Status,
    channel: Option<Channel>,
    #[orm(default = Priority::Normal)]
    priority: Priority,
    flag: Option<Flag>,
    size: Size,
    before: Option<Size>,
}

/// The same table, with texts and numbers of which no enum knows.
#[derive(Model, Debug)]
#[orm(table = "enums_loose")]
struct Loose {
    id: i64,
    status: String,
    priority: i16,
}

#[derive(Model, Debug)]
#[orm(table = "enums_loose")]
struct Strict {
    id: i64,
    status: Status,
    priority: Priority,
}

#[derive(DbEnum, Debug, Clone, Copy, PartialEq)]
#[orm(native = "enums_size")]
enum OtherSize {
    Short,
}

#[derive(Model, Debug)]
#[orm(table = "enums_clash")]
struct Clash {
    id: i64,
    size: OtherSize,
}

fn order(status: Status, size: Size) -> NewOrder {
    Order::create().status(status).size(size)
}

#[orm::test(sqlite, postgres, models(Order))]
async fn written_and_read(db: Db) {
    // Types and tables that are there already are left as they are.
    db.create_tables_of(orm::models![Order]).await.unwrap();
    let open = order(Status::Open, Size::Small).channel(Channel::WebShop).flag(Flag::All).await.unwrap();
    assert_eq!((open.status, open.priority, open.flag), (Status::Open, Priority::Normal, Some(Flag::All)));
    assert_eq!(Order::get(open.id).await.unwrap(), open);
    let rows = [
        order(Status::Paid, Size::Large).priority(Priority::High).before(Size::Medium),
        order(Status::OnHold, Size::Medium).priority(Priority::Low).flag(Flag::None),
    ];
    let many = Order::bulk_create(rows).await.unwrap();
    assert_eq!(many[0].before, Some(Size::Medium));
    assert_eq!(Order::filter(|o| o.id.gt(open.id)).order_by(|o| o.id).await.unwrap(), many);
    let mut again = many[1].clone();
    again.before = Some(Size::Large);
    again.save().await.unwrap();
    again.update(|o| (o.status.set(Status::Paid), o.size.set(Size::Small), o.before.set(o.size))).await.unwrap();
    assert_eq!((again.status, again.size, again.before), (Status::Paid, Size::Small, Some(Size::Medium)));
}

#[orm::test(sqlite, postgres, models(Order))]
async fn compared() {
    let rows = [
        order(Status::Paid, Size::Large).priority(Priority::High).before(Size::Medium),
        order(Status::Open, Size::Small).priority(Priority::Low).channel(Channel::Phone),
        order(Status::OnHold, Size::Medium).before(Size::Medium),
    ];
    Order::bulk_create(rows).await.unwrap();
    let found = async |condition| Order::filter(|_| condition).order_by(|o| o.id).values(|o| o.id).await.unwrap();
    let o = Order::fields();
    assert_eq!(found(o.status.eq(Status::Paid)).await, [1]);
    assert_eq!(found(o.status.ne(Status::Paid)).await, [2, 3]);
    assert_eq!(found(o.status.in_([Status::Open, Status::Paid])).await, [1, 2]);
    assert_eq!(found(o.status.not_in([Status::Open])).await, [1, 3]);
    assert_eq!(found(o.channel.eq(Some(Channel::Phone))).await, [2]);
    assert_eq!(found(o.channel.eq(None)).await, [1, 3]);
    assert_eq!(found(o.priority.gt(Priority::Low)).await, [1, 3]);
    assert_eq!(found(o.priority.in_([Priority::High, Priority::Low])).await, [1, 2]);
    assert_eq!(found(o.size.eq(Size::Medium)).await, [3]);
    assert_eq!(found(o.size.eq(o.before)).await, [3]);
    assert_eq!(found(o.size.in_([Size::Small, Size::Large])).await, [1, 2]);
    assert_eq!(found(o.size.not_in([Size::Small])).await, [1, 3]);
    assert_eq!(found(o.size.is_distinct_from(Size::Small)).await, [1, 3]);
    assert_eq!(found(o.before.is_not_distinct_from(None)).await, [2]);
}

#[orm::test(sqlite, postgres, models(Order))]
async fn a_type_of_its_own_is_ordered_as_it_is_written() {
    let sizes = [Size::Large, Size::Small, Size::Medium];
    Order::bulk_create(sizes.map(|size| order(Status::Paid, size).before(size))).await.unwrap();
    let sorted = Order::all().order_by(|o| o.size).values(|o| o.size).await.unwrap();
    assert_eq!(sorted, [Size::Small, Size::Medium, Size::Large]);
    let sorted = Order::all().order_by(|o| o.before.desc()).values(|o| o.size).await.unwrap();
    assert_eq!(sorted, [Size::Large, Size::Medium, Size::Small]);
    let found = async |condition| Order::filter(|_| condition).order_by(|o| o.id).values(|o| o.size).await.unwrap();
    let o = Order::fields();
    assert_eq!(found(o.size.gt(Size::Small)).await, [Size::Large, Size::Medium]);
    assert_eq!(found(o.size.le(Size::Medium)).await, [Size::Small, Size::Medium]);
    assert_eq!(found(o.size.between(Size::Small, Size::Medium)).await, [Size::Small, Size::Medium]);
    assert_eq!(found(o.size.lt(o.before)).await, []);
    let distinct = Order::all().values(|o| o.size).distinct().order_by(|o| o.size).await.unwrap();
    assert_eq!(distinct.len(), 3);
}

#[orm::test(sqlite, postgres, models(Order))]
async fn the_database_takes_no_others(db: Db) {
    let row = order(Status::Open, Size::Small).await.unwrap();
    let refused = Order::filter(|o| o.id.eq(row.id)).update(|o| o.size.set(Size::Large)).await.unwrap_err();
    let Error::CheckViolation { constraint: Some(name), .. } = &refused else { panic!("{refused:?}") };
    assert_eq!(name, "large_is_not_open");
    db.create_tables_of(orm::models![Strict]).await.unwrap();
    let refused = Loose::create().status("lost").priority(0).await.unwrap_err();
    let Error::CheckViolation { constraint: Some(name), .. } = &refused else { panic!("{refused:?}") };
    assert_eq!(name, "enums_loose_status_check");
    let refused = Loose::create().status("open").priority(5).await.unwrap_err();
    let Error::CheckViolation { constraint: Some(name), .. } = &refused else { panic!("{refused:?}") };
    assert_eq!(name, "enums_loose_priority_check");
    Loose::create().status("it's paid").priority(-1).await.unwrap();
    assert_eq!(Strict::all().get().await.unwrap().status, Status::Paid);
}

#[orm::test(sqlite, postgres, models(Loose))]
async fn what_is_unknown_is_an_error_that_names_it() {
    let row = Loose::create().status("lost").priority(0).await.unwrap();
    let error = Strict::get(row.id).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot read Strict.status: \"lost\" is no Status: it is one of open, on_hold, it's paid"
    );
    assert!(matches!(error, Error::Read { model: "Strict", field: "status", .. }), "{error:?}");
    let row = Loose::create().status("open").priority(7).await.unwrap();
    let error = Strict::get(row.id).await.unwrap_err();
    assert_eq!(error.to_string(), "cannot read Strict.priority: 7 is no Priority: it is one of -1, 0, 32767");
}

#[orm::test(sqlite, postgres, models())]
async fn two_types_of_one_name_are_refused(db: Db) {
    let error = db.create_tables_of(orm::models![Order, Clash]).await.unwrap_err();
    assert!(error.to_string().contains("\"enums_size\""), "{error}");
}

#[orm::test(sqlite, postgres, models(Order))]
async fn null_if() {
    Order::bulk_create([
        order(Status::Paid, Size::Large).before(Size::Medium),
        order(Status::Open, Size::Small),
        order(Status::OnHold, Size::Medium).before(Size::Medium),
    ])
    .await
    .unwrap();
    let o = Order::fields();
    let without = Order::all().order_by(|o| o.id).values(|o| o.size.null_if(Size::Small)).await.unwrap();
    assert_eq!(without, [Some(Size::Large), None, Some(Size::Medium)]);
    let changed = Order::all().order_by(|o| o.id).values(|o| o.size.null_if(o.before)).await.unwrap();
    assert_eq!(changed, [Some(Size::Large), Some(Size::Small), None]);
    let ids = async |condition| Order::filter(|_| condition).order_by(|o| o.id).values(|o| o.id).await.unwrap();
    assert_eq!(ids(o.size.null_if(Size::Small).eq(Some(Size::Large))).await, [1]);
    assert_eq!(ids(o.size.null_if(Size::Small).is_null()).await, [2]);
    assert_eq!(ids(o.size.null_if(o.before).gt(Size::Small)).await, [1]);
    let kinds = Order::all().values(|o| (o.size.count().distinct(), o.before.count().distinct())).await.unwrap();
    assert_eq!(kinds, [(3, 1)]);
}

#[orm::test(sqlite, postgres, models(Order))]
async fn ordered_by_what_is_selected() {
    // As text, `large` comes before `medium` and that before `small`.
    Order::bulk_create([
        order(Status::Paid, Size::Large).before(Size::Medium),
        order(Status::Open, Size::Small),
        order(Status::OnHold, Size::Medium).before(Size::Small),
        order(Status::Open, Size::Medium),
    ])
    .await
    .unwrap();
    let largest = Order::all().values(|o| (o.status, o.size.max())).order_by(|o| o.size.max()).await.unwrap();
    let of = |status, size| (status, Some(size));
    let (open, on_hold) = (of(Status::Open, Size::Medium), of(Status::OnHold, Size::Medium));
    assert_eq!(largest[2], of(Status::Paid, Size::Large));
    assert!(largest[..2] == [open, on_hold] || largest[..2] == [on_hold, open]);
    let smallest = Order::all().values(|o| (o.status, o.size.min())).order_by(|o| o.size.min().desc()).await.unwrap();
    let expected = [of(Status::Paid, Size::Large), of(Status::OnHold, Size::Medium), of(Status::Open, Size::Small)];
    assert_eq!(smallest, expected);
    let sizes = Order::all()
        .order_by(|o| (o.size.greatest(o.before), o.id))
        .values(|o| o.size.greatest(o.before))
        .await
        .unwrap();
    assert_eq!(sizes, [Size::Small, Size::Medium, Size::Medium, Size::Large]);
    let distinct = Order::all()
        .values(|o| o.size.greatest(o.before))
        .distinct()
        .order_by(|o| o.size.greatest(o.before).desc())
        .await
        .unwrap();
    assert_eq!(distinct, [Size::Large, Size::Medium, Size::Small]);
}
