use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    groups: ManyToMany<Group, Membership, Role>,
}

#[derive(Model)]
struct Group {
    id: i64,
}

fn main() {}
