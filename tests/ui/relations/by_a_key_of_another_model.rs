use orm::prelude::*;

#[derive(Model)]
struct Country {
    id: i64,
    #[orm(alternate_key)]
    code: String,
}

#[derive(Model)]
struct City {
    id: i64,
    name: String,
}

#[derive(Model)]
struct Street {
    id: i64,
    city: ForeignKey<City, CountryByCode>,
}

fn main() {}
