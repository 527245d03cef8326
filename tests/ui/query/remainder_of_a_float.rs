use orm::prelude::*;

#[derive(Model)]
struct Reading {
    id: i64,
    celsius: f64,
}

async fn example() -> orm::Result<()> {
    let readings = Reading::filter(|r| (r.celsius % 10.0).eq(0.0)).await?;
    Ok(())
}

fn main() {}
