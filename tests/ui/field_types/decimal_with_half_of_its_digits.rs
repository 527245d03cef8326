use orm::prelude::*;
use rust_decimal::Decimal;

#[derive(Model)]
struct Order {
    id: i64,
    #[orm(max_digits = 10)]
    total: Decimal,
    #[orm(decimal_places = 2)]
    paid: Decimal,
    #[orm(max_digits = 2, decimal_places = 3)]
    share: Decimal,
    #[orm(max_digits = 40, decimal_places = 2)]
    weight: Decimal,
    #[orm(max_digits = 5, decimal_places = 2)]
    count: i64,
}

fn main() {}
