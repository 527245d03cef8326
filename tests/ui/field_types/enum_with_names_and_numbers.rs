use orm::prelude::*;

#[derive(DbEnum)]
#[orm(integer)]
enum Priority {
    #[orm(rename = "low")]
    Low = 1,
}

fn main() {}
