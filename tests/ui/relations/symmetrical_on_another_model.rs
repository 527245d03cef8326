use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    #[orm(symmetrical)]
    wishes: ManyToMany<Order>,
    #[orm(table = "sent")]
    sent: HasMany<Order>,
}

#[derive(Model)]
struct Order {
    id: i64,
    user: ForeignKey<User>,
}

fn main() {}
