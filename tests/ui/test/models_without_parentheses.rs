#[orm::test(models = User)]
async fn example() {}

fn main() {}
