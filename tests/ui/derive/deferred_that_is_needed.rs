use orm::prelude::*;

#[derive(Model)]
struct Article {
    #[orm(primary_key)]
    code: Deferred<String>,
    #[orm(version)]
    version: Deferred<i64>,
    #[orm(auto_now)]
    written: Deferred<chrono::DateTime<chrono::Utc>>,
    #[orm(alternate_key)]
    slug: Deferred<String>,
}

fn main() {}
