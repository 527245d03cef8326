#[orm::test]
fn example() {}

fn main() {}
