#[orm::test(flavor = "threads")]
async fn example() {}

fn main() {}
