use orm::prelude::*;

#[derive(Model)]
struct User {
    id: i64,
    #[orm(pattern = "^a**$", check)]
    name: String,
    #[orm(pattern = "a*+", check)]
    nick: String,
    #[orm(pattern = "a{2}{3}", check)]
    code: String,
    #[orm(pattern = "^*a", check)]
    start: String,
    #[orm(pattern = "(a|b$+)", check)]
    end: String,
    #[orm(pattern = "a**")]
    alone: String,
}

fn main() {}
