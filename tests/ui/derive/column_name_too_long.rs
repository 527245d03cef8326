use orm::prelude::*;

#[derive(Model)]
struct Reading {
    id: i64,
    #[orm(column = "temperature_of_the_outer_wall_on_the_northern_side_in_degrees_celsius")]
    temperature: f64,
}

fn main() {}
