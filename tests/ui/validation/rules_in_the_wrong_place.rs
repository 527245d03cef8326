use orm::prelude::*;

#[derive(Model)]
#[orm(range = 1..=4, deny_unknown_fields = true)]
struct User {
    id: i64,
    #[orm(deny_unknown_fields)]
    name: String,
    #[orm(validate = is_there)]
    boss: Option<ForeignKey<User>>,
}

fn main() {}
