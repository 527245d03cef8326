#[orm::test(models = User)]
async fn example() {}

#[orm::test(models)]
async fn other() {}

fn main() {}
