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
    country: ForeignKey<Country, CountryByCode>,
}

fn main() {
    let _ = City::create().country(33);
    let _ = City::filter(|c| c.country.eq(33));
}
