// The models of the programs around.

#[derive(Model)]
struct User {
    id: i64,
    name: String,
    orders: HasMany<Order>,
    profile: HasOne<Profile>,
}

#[derive(Model)]
struct Order {
    id: i64,
    user: ForeignKey<User>,
    total: i64,
    note: String,
    tags: ManyToMany<Tag>,
}

#[derive(Model)]
struct Profile {
    id: i64,
    user: OneToOne<User>,
    motto: String,
}

#[derive(Model)]
struct Tag {
    id: i64,
    name: String,
}
