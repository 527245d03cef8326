use orm::prelude::*;

#[derive(Model)]
struct Country {
    id: i64,
    #[orm(unique)]
    code: String,
}

#[derive(Model)]
struct City {
    id: i64,
    country: ForeignKey<Country, CountryByCode>,
}

fn main() {}
