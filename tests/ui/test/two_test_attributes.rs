#[orm::test]
#[test]
async fn example() {}

fn main() {}
