//! A small shop: `cargo run --example quickstart`.
//!
//! It runs on SQLite in memory, or on the database that DATABASE_URL names (`postgres://..` or `sqlite://..`), where it
//! makes four tables `quickstart_..` and empties them when it starts.

use orm::Error;
use orm::prelude::*;

#[derive(Model, Debug)]
#[orm(table = "quickstart_country")]
struct Country {
    id: i64,
    #[orm(unique, max_length = 60)]
    name: String,
}

#[derive(Model, Debug)]
#[orm(table = "quickstart_customer")]
struct Customer {
    id: i64,
    name: String,
    #[orm(unique)]
    email: String,
    country: Option<ForeignKey<Country>>,
    orders: HasMany<Order>, // the other side of Order::customer; no column
}

#[derive(Model, Debug)]
#[orm(table = "quickstart_product", check(stock_not_negative = |p| p.stock.ge(0)))]
struct Product {
    id: i64,
    name: String,
    price: i64, // in cents
    #[orm(default = 10)]
    stock: i32,
}

#[derive(Model, Debug)]
#[orm(table = "quickstart_order")]
struct Order {
    id: i64,
    #[orm(on_delete = cascade)]
    customer: ForeignKey<Customer>,
    product: ForeignKey<Product>,
    quantity: i64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> orm::Result<()> {
    let url = std::env::var("DATABASE_URL").unwrap_or_else(|_| "sqlite::memory:".to_owned());
    let db = orm::connect(url).await?;
    println!("Connected to {:?}.", db.dialect());

    orm::create_tables().await?;
    Order::all().delete().everything().await?;
    Product::all().delete().everything().await?;
    Customer::all().delete().everything().await?;
    Country::all().delete().everything().await?;
    println!("Created the tables, and emptied them of what an earlier run left.");

    // Create one row, or many at once. Forgetting a required field does not compile.
    let france = Country::create().name("France").await?;
    let ann = Customer::create().name("Ann").email("ann@example.org").country(&france).await?;
    let mut bob = Customer::create().name("Bob").email("bob@example.org").await?;

    let products = [("Tea", 450), ("Teapot", 3200), ("Cup", 890), ("Spoon", 320)];
    let new = products.map(|(name, price)| Product::create().name(name).price(price));
    let products = Product::bulk_create(new).await?;

    let orders = [(&ann, &products[0], 3), (&ann, &products[1], 1), (&bob, &products[2], 2)];
    let new = orders.map(|(customer, product, n)| Order::create().customer(customer).product(product).quantity(n));
    let orders = Order::bulk_create(new).await?;
    println!("Created 2 customers, 4 products and {} orders.", orders.len());

    // Relations are followed by a dot, in filters, in orders and in values.
    let french = Order::filter(|o| o.customer.country.name.eq("France"))
        .order_by(|o| o.product.name)
        .values(|o| (o.product.name, o.quantity, o.product.price * o.quantity))
        .await?;
    for (product, quantity, cents) in french {
        println!("Ordered from France: {quantity} x {product} for {cents} cents.");
    }

    let dearest = Product::all().order_by(|p| (p.price.desc(), p.name)).limit(2).await?;
    println!("The dearest products: {} and {}.", dearest[0].name, dearest[1].name);

    // Bob has no country, so the country's name is an Option here.
    let customers: Vec<(String, Option<String>)> =
        Customer::all().order_by(|c| c.name).values(|c| (c.name, c.country.name)).await?;
    for (name, country) in customers {
        println!("{name} lives in {}.", country.as_deref().unwrap_or("an unknown country"));
    }

    // Relations to many are asked about, without doubling a row, or loaded for all rows at once: two queries here.
    let buyers = Customer::filter(|c| c.orders.any(|o| o.product.name.eq("Teapot"))).count().await?;
    println!("{buyers} customer has ordered a teapot.");
    let orders = Order::all().order_by(|o| o.id).select_related(|o| o.product);
    for customer in Customer::all().order_by(|c| c.name).prefetch_related(|c| c.orders.with(orders)).await? {
        for order in customer.orders.get()? {
            println!("{} ordered {} x {}.", customer.name, order.quantity, order.product.get()?.name);
        }
    }

    // Update by what is in the database, one row or many.
    let mut tea = Product::filter(|p| p.name.eq("Tea")).get().await?;
    tea.update(|p| p.stock.set(p.stock - 3)).await?;
    println!("There are {} packets of tea left.", tea.stock);
    let reduced = Product::filter(|p| p.price.lt(500)).update(|p| p.price.set(p.price - 50)).await?;
    println!("{reduced} products are cheaper now.");

    bob.country = Some(ForeignKey::from(&france));
    bob.save().await?;
    println!("Bob moved: {} customers in France.", Customer::filter(|c| c.country.eq(&france)).count().await?);

    // What the database refuses is an error that a program can decide by.
    match Customer::create().name("Another Ann").email("ann@example.org").await {
        Err(Error::UniqueViolation { model, fields, .. }) => println!("Refused: this {model} {fields:?} is taken."),
        other => println!("Not refused: {other:?}."),
    }
    match tea.update(|p| p.stock.set(p.stock - 100)).await {
        Err(Error::CheckViolation { constraint, .. }) => println!("Refused by {}.", constraint.unwrap_or_default()),
        other => println!("Not refused: {other:?}."),
    }

    ann.delete().await?;
    println!("Ann is gone, and her orders with her: {} left.", Order::all().count().await?);
    Ok(())
}
