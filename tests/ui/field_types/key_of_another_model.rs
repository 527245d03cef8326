use orm::prelude::*;

#[derive(Field, Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct UserId(i64);

#[derive(Field, Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct OrderId(i64);

#[derive(Model)]
struct User {
    id: UserId,
}

#[derive(Model)]
struct Order {
    id: OrderId,
    user: ForeignKey<User>,
}

fn main() {
    Order::filter(|o| o.user.eq(OrderId(1)));
}
