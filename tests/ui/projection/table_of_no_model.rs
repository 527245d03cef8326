use orm::prelude::*;

#[derive(Projection)]
#[orm(table)]
struct Offer {
    book: i64,
    #[orm(expr = |o| o.price)]
    price: i64,
}

#[derive(Projection)]
#[orm(table)]
struct Read {
    title: String,
    page: i64,
}

fn main() {
    orm::values_table([Read { title: "Emma".to_owned(), page: 7 }]).filter(|r| r.title.eq(7));
    orm::values_table([(1, "Emma")]);
}
