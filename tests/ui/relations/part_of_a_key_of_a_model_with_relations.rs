use orm::prelude::*;

#[derive(Model)]
struct Sample {
    #[orm(primary_key)]
    station: String,
    #[orm(primary_key)]
    depth: f64,
    notes: HasMany<Note>,
}

#[derive(Model)]
struct Note {
    id: i64,
    sample: ForeignKey<Sample>,
}

fn main() {}
