#[orm::test(postgress)]
async fn example() {}

#[orm::test(mysql)]
async fn other() {}

fn main() {}
