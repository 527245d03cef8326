use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    #[orm(via = text)]
    sent: HasMany<Message>,
}

#[derive(Model)]
struct Country {
    id: i64,
}

#[derive(Model)]
struct Message {
    id: i64,
    sender: ForeignKey<User>,
    receiver: ForeignKey<User>,
    country: ForeignKey<Country>,
    text: String,
}

fn main() {}
