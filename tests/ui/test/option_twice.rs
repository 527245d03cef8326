#[orm::test(sqlite, sqlite)]
async fn example() {}

fn main() {}
