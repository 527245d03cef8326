use orm::prelude::*;

#[derive(DbEnum)]
#[orm(rename = "state", integr)]
enum Status {
    #[orm(rename_all = "lowercase")]
    Open,
    #[orm(native)]
    Paid,
}

fn main() {}
