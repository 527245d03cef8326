use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    username: String,
    email: Option<String>,
    age: i16,
}

async fn example() -> orm::Result<()> {
    let ann = User::get(1);
    println!("{}", ann.username);
    Ok(())
}

fn main() {}
