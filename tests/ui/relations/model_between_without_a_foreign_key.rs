use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    groups: ManyToMany<Group, Membership>,
}

#[derive(Model)]
struct Group {
    id: i64,
    name: String,
}

#[derive(Model)]
struct Membership {
    id: i64,
    user: ForeignKey<User>,
    role: String,
}

fn main() {}
