use orm::prelude::*;

#[derive(Model)]
struct Country {
    id: i64,
    name: String,
}

#[derive(Model)]
struct City {
    id: i64,
    country: Option<ForeignKey<Country>>,
}

async fn example() -> orm::Result<()> {
    let countries: Vec<String> = City::all().values(|c| c.country.name).await?;
    Ok(())
}

fn main() {}
