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
    let total = adults.count().await?;
    let page = adults.limit(10).await?;
    println!("{} of {total}", page.len());
    Ok(())
}

fn main() {}
