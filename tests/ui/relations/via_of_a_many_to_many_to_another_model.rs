use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    #[orm(via = tags)]
    groups: ManyToMany<Group>,
}

#[derive(Model)]
struct Group {
    id: i64,
    tags: ManyToMany<Tag>,
}

#[derive(Model)]
struct Tag {
    id: i64,
}

fn main() {}
