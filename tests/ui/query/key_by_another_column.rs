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

#[derive(Model)]
struct Archive {
    id: i64,
    country: ForeignKey<Country>,
}

async fn example() -> orm::Result<()> {
    Archive::insert_from(City::all(), |a, c| a.country.set_from(c.country)).await?;
    Ok(())
}

fn main() {}
