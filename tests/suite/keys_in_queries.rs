//! Foreign keys looked up among the keys that another query gives.

use orm::prelude::*;

#[derive(Model, Debug)]
#[orm(table = "kq_users")]
struct User {
    id: i64,
    #[orm(alternate_key)]
    code: String,
    boss: Option<ForeignKey<User>>,
}

#[derive(Model, Debug)]
#[orm(table = "kq_orders")]
struct Order {
    id: i64,
    user: ForeignKey<User>,
    by: Option<ForeignKey<User, UserByCode>>,
    total: i64,
}

#[derive(Model, Debug)]
#[orm(table = "kq_seats")]
struct Seat {
    #[orm(primary_key)]
    row: i32,
    #[orm(primary_key)]
    place: String,
}

#[derive(Model, Debug)]
#[orm(table = "kq_tickets")]
struct Ticket {
    id: i64,
    seat: Option<ForeignKey<Seat>>,
    price: i64,
}

async fn totals(orders: orm::query::QuerySet<Order>) -> Vec<i64> {
    orders.order_by(|o| o.total).values(|o| o.total).await.unwrap()
}

#[orm::test(sqlite, postgres, models(User, Order))]
async fn of_one_column() {
    let ann = User::create().code("a").await.unwrap();
    let bob = User::create().code("b").boss(&ann).await.unwrap();
    Order::create().user(&ann).total(1).await.unwrap();
    Order::create().user(&bob).by("a").total(2).await.unwrap();
    Order::create().user(&bob).by("b").total(300).await.unwrap();

    let large = || Order::filter(|o| o.total.gt(100));
    assert_eq!(totals(Order::filter(|o| o.user.in_(large().values(|o| o.user)))).await, [2, 300]);
    assert_eq!(totals(Order::filter(|o| o.user.not_in(large().values(|o| o.user)))).await, [1]);
    // A column that holds keys, keys that can be NULL, and rows and values as before.
    assert_eq!(totals(Order::filter(|o| o.user.in_(User::filter(|u| u.code.eq("a")).values(|u| u.id)))).await, [1]);
    assert_eq!(totals(Order::filter(|o| o.user.in_(User::all().values(|u| u.boss)))).await, [1]);
    assert_eq!(totals(Order::filter(|o| o.user.in_(User::filter(|u| u.code.eq("b"))))).await, [2, 300]);
    assert_eq!(totals(Order::filter(|o| o.user.in_([&bob]))).await, [2, 300]);
    assert_eq!(totals(Order::filter(|o| o.user.in_([1, 2]) & o.user.in_(vec![ann.id]))).await, [1]);
    // A key that is not the primary one.
    assert_eq!(totals(Order::filter(|o| o.by.in_(large().values(|o| o.by)))).await, [300]);
    assert_eq!(totals(Order::filter(|o| o.by.in_(User::all().values(|u| u.code)))).await, [2, 300]);
    // Behind a path, and in `q!`.
    assert_eq!(totals(Order::filter(|o| o.user.boss.in_(large().values(|o| o.user.boss)))).await, [2, 300]);
    assert_eq!(totals(Order::filter(q!(|o| o.user.in_(large().values(|o| o.user))))).await, [2, 300]);
}

#[orm::test(sqlite, postgres, models(Seat, Ticket))]
async fn of_several_columns() {
    for (row, place) in [(1, "a"), (1, "b"), (2, "a")] {
        let seat = Seat::create().row(row).place(place).await.unwrap();
        Ticket::create().seat(&seat).price(i64::from(row)).await.unwrap();
    }
    Ticket::create().price(9).await.unwrap();
    let front = || Ticket::filter(|t| t.price.eq(1)).values(|t| t.seat);
    assert_eq!(Ticket::filter(|t| t.seat.in_(front())).count().await.unwrap(), 2);
    assert_eq!(Ticket::filter(|t| t.seat.not_in(front())).values(|t| t.price).await.unwrap(), [2]);
}
