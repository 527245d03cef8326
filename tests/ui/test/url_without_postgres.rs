#[orm::test(sqlite, url = "postgres://localhost")]
async fn example() {}

fn main() {}
