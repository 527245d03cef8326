#[orm::test]
struct Example;

fn main() {}
