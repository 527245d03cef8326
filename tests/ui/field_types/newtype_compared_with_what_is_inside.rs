use orm::prelude::*;

#[derive(Field)]
struct Email(String);

#[derive(Model)]
struct User {
    id: i64,
    email: Email,
}

fn main() {
    User::filter(|u| u.email.eq("ann@x.org"));
}
