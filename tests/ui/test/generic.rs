#[orm::test]
async fn example<T>() {}

fn main() {}
