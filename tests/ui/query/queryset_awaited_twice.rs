use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    username: String,
    email: Option<String>,
    age: i16,
}

async fn example() -> orm::Result<()> {
    let adults = User::filter(|u| u.age.ge(18));
    let users = adults.await?;
    let again = adults.await?;
    assert_eq!(users.len(), again.len());
    Ok(())
}

fn main() {}
