use orm::prelude::*;

#[derive(Model)]
struct Employee {
    id: i64,
    manager: Option<ForeignKey<Employee>>,
}

#[derive(Projection)]
#[orm(model = Employee)]
struct Id {
    id: i64,
}

#[derive(Projection)]
#[orm(model = Employee)]
struct Card {
    #[orm(nested = |e| e.manager)]
    manager: Id,
}

fn main() {}
