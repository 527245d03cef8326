use orm::prelude::*;

#[derive(Model)]
struct Country {
    #[orm(alternate_key)]
    id: i64,
    #[orm(alternate_key)]
    code: Option<String>,
    #[orm(alternate_key)]
    capital: ForeignKey<City>,
}

#[derive(Model)]
struct City {
    id: i64,
    #[orm(alternate_key)]
    latitude: f64,
}

fn main() {}
