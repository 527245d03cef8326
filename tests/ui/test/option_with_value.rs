#[orm::test(postgres = "15")]
async fn example() {}

fn main() {}
