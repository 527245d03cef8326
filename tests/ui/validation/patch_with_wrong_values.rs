use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    name: String,
}

async fn change(mut user: User) -> orm::Result<()> {
    user.apply(User::patch().name(5)).await?;
    user.apply(User::patch().nmae("ann")).await?;
    Ok(())
}

fn main() {}
