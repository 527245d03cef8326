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
    group: ForeignKey<Group>,
}

async fn example(ann: User, chess: Group) -> orm::Result<()> {
    ann.groups.add([&chess]).await?;
    Ok(())
}

fn main() {}
