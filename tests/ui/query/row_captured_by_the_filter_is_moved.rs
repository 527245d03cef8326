use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    username: String,
    email: Option<String>,
    age: i16,
}

async fn example() -> orm::Result<()> {
    let name = String::from("ann");
    let users = User::filter(|u| u.username.eq(name)).await?;
    println!("{} are called {name}", users.len());
    Ok(())
}

fn main() {}
