#[orm::test]
async fn example(db: orm::Db, count: i64) {}

fn main() {}
