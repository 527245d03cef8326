struct Fixture;

impl Fixture {
    #[orm::test]
    async fn example(&self) {}
}

fn main() {}
