use orm::prelude::*;

#[derive(Field, Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Code(String);

#[derive(Model)]
struct Country {
    #[orm(primary_key)]
    code: Code,
    name: String,
}

async fn peru() -> orm::Result<Country> {
    Country::create().name("Peru").await
}

fn main() {}
