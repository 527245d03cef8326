use orm::prelude::*;
use rust_decimal::Decimal;

#[derive(DbEnum, Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    Open,
    Paid,
}

#[derive(Model, Debug)]
#[orm(table = "conditional_orders")]
struct Order {
    id: i64,
    total: i64,
    paid: Option<i64>,
    #[orm(max_digits = 10, decimal_places = 2)]
    price: Decimal,
    status: Status,
    name: String,
    active: bool,
    key: Option<uuid::Uuid>,
}

fn order(total: i64, paid: Option<i64>) -> NewOrder {
    let status = if paid.is_some() { Status::Paid } else { Status::Open };
    Order::create().total(total).paid(paid).price(total).status(status).name("a").active(true)
}

#[orm::test(sqlite, postgres, models(Order))]
async fn cases() -> orm::Result<()> {
    for (total, paid) in [(5, None), (50, Some(50)), (500, Some(1))] {
        order(total, paid).await?;
    }
    let sizes: Vec<String> = Order::all()
        .order_by(|o| o.id)
        .values(|o| orm::case().when(o.total.lt(10), "small").when(o.total.lt(100), o.name).otherwise("large"))
        .await?;
    assert_eq!(sizes, ["small", "a", "large"]);
    let some: Vec<Option<i64>> =
        Order::all().order_by(|o| o.id).values(|o| orm::case().when(o.total.gt(9), o.paid).end()).await?;
    assert_eq!(some, [None, Some(50), Some(1)]);
    let turned: Vec<Status> = Order::all()
        .order_by(|o| o.id)
        .values(|o| orm::case().when(o.status.eq(Status::Open), Status::Paid).otherwise(Status::Open))
        .await?;
    assert_eq!(turned, [Status::Paid, Status::Open, Status::Open]);
    let prices: Vec<Decimal> =
        Order::all().order_by(|o| o.id).values(|o| orm::case().when(o.total.lt(10), o.price * 2).otherwise(0)).await?;
    assert_eq!(prices, [10, 0, 0].map(Decimal::from));
    // In an update and in an order.
    Order::all().update(|o| o.total.set(orm::case().when(o.total.gt(99), 99_i64).otherwise(o.total))).await?;
    let order = Order::all().order_by(|o| orm::case().when(o.total.eq(50), 0_i32).otherwise(1).asc());
    assert_eq!(order.values(|o| o.total).first().await?, Some(50));
    Ok(())
}

#[orm::test(sqlite, postgres, models(Order))]
async fn several_values() -> orm::Result<()> {
    for (total, paid) in [(5, None), (50, Some(60)), (500, Some(1))] {
        order(total, paid).await?;
    }
    let all = Order::all().order_by(|o| o.id);
    let rows: Vec<(i64, i64, i64, Option<i64>)> = all
        .clone()
        .values(|o| (o.paid.coalesce(o.total), o.total.greatest(o.paid), o.total.least(o.paid), o.paid.null_if(1)))
        .await?;
    assert_eq!(rows, [(5, 5, 5, None), (60, 60, 50, Some(60)), (1, 500, 1, None)]);
    let maybe: Vec<Option<i64>> = all.clone().values(|o| o.paid.coalesce(o.paid.null_if(2))).await?;
    assert_eq!(maybe, [None, Some(60), Some(1)]);
    // Decimals are compared as numbers, also where they are kept as text.
    let prices = all.values(|o| (o.price.greatest(9), o.price.least(9)));
    let expected = [(9, 5), (50, 9), (500, 9)].map(|(high, low)| (Decimal::from(high), Decimal::from(low)));
    assert_eq!(prices.await?, expected);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Order))]
async fn conditions_are_values() -> orm::Result<()> {
    for (total, paid) in [(5, None), (50, Some(60))] {
        order(total, paid).await?;
    }
    let answers = Order::all().order_by(|o| o.id).values(|o| (o.total.gt(10), o.paid.gt(10), o.paid.is_null()));
    assert_eq!(answers.await?, [(Some(false), None, Some(true)), (Some(true), Some(true), Some(false))]);
    assert_eq!(Order::filter(|o| o.active.eq(o.total.gt(10))).count().await?, 1);
    Order::all().update(|o| o.active.set(o.total.gt(10).coalesce(false))).await?;
    assert_eq!(Order::filter(|o| o.active.eq(true)).values(|o| o.total).await?, [50]);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Order))]
async fn documents() -> orm::Result<()> {
    order(5, None).price(Decimal::new(150, 2)).await?;
    let documents = Order::all().values(|o| {
        let inner = orm::json_array().item(o.total).item(o.name).build();
        orm::json_object()
            .field("it's", o.price)
            .field("paid", o.paid)
            .field("active", o.active)
            .field("all", inner)
            .build()
    });
    let document = documents.get().await?;
    assert_eq!(document["it's"], 1.5);
    assert_eq!((document["paid"].is_null(), &document["active"]), (true, &serde_json::json!(true)));
    assert_eq!(document["all"], serde_json::json!([5, "a"]));
    Ok(())
}

#[orm::test(sqlite, postgres, models(Order))]
async fn of_the_programs_choice() -> orm::Result<()> {
    use orm::expr::Function;

    static ROMAN: Function = Function { name: "sized", postgres: Some("length({0})"), sqlite: Some("length({0})") };
    order(5, None).name("abc").await?;
    let row = Order::all().values(|o| {
        (
            orm::func::<String, _>("replace", (o.name, orm::literal("b"), orm::literal("{}"))),
            orm::fragment::<i64, _>("{} * 2 + {}", (o.total, orm::literal(1_i64))),
            orm::fragment::<String, _>("'{{' || {} || '}}'", o.name),
            o.name.call::<i32>(&ROMAN),
        )
    });
    assert_eq!(row.get().await?, ("a{}c".into(), 11, "{abc}".into(), 3));
    Ok(())
}
