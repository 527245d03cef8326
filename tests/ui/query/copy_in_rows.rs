// Rows that cannot be copied in: a required field is not set, or they are of another model.
use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    name: String,
    age: i16,
}

#[derive(Model)]
struct Country {
    id: i64,
    name: String,
}

async fn incomplete() -> orm::Result<()> {
    User::copy_in_iter((0..3).map(|_| User::create().name("ann"))).await?;
    Ok(())
}

async fn of_another_model() -> orm::Result<()> {
    User::copy_in_iter([Country::create().name("France")]).await?;
    Ok(())
}

fn main() {}
