use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    #[orm(check(adult = |u| u.age.ge(18)))]
    age: i16,
    #[orm(max_value = 120)]
    other: i16,
}

fn main() {}
