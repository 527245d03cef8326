use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    #[orm(via = orders)]
    name: String,
    #[orm(unique)]
    orders: HasMany<Order>,
    #[orm(related_name = "followers")]
    follows: ManyToMany<User>,
    #[orm(through = Membership)]
    groups: ManyToMany<Group>,
}

#[derive(Model)]
struct Order {
    id: i64,
    #[orm(related_name = "orders")]
    user: ForeignKey<User>,
}

#[derive(Model)]
struct Group {
    id: i64,
}

fn main() {}
