//! Decimals have the same digits on both databases, the zeros at their end among them.

use orm::prelude::*;
use rust_decimal::Decimal;

#[derive(Model, Debug)]
#[orm(table = "decimals_prices")]
struct Price {
    id: i64,
    #[orm(max_digits = 10, decimal_places = 2)]
    cents: Decimal,
    any: Decimal,
    #[orm(max_digits = 6, decimal_places = 3)]
    other: Option<Decimal>,
    #[orm(unique)]
    name: String,
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn price(name: &str, cents: &str, any: &str) -> NewPrice {
    Price::create().name(name).cents(decimal(cents)).any(decimal(any))
}

fn texts(decimals: &[Decimal]) -> Vec<String> {
    decimals.iter().map(Decimal::to_string).collect()
}

async fn cents() -> Vec<String> {
    texts(&Price::all().order_by(|p| p.name).values(|p| p.cents).await.unwrap())
}

#[orm::test(sqlite, postgres, models(Price))]
async fn of_columns_with_so_many_places() {
    price("a", "1.1", "1.1").await.unwrap();
    Price::bulk_create([price("b", "2", "2"), price("c", "0", "0.000")]).await.unwrap();
    assert_eq!(cents().await, ["1.10", "2.00", "0.00"]);
    let any = Price::all().order_by(|p| p.name).values(|p| p.any).await.unwrap();
    assert_eq!(texts(&any), ["1.1", "2", "0.000"]);

    // However they are written.
    let mut a = Price::get(1).await.unwrap();
    a.cents = decimal("3.5");
    a.other = Some(decimal("7"));
    a.save().await.unwrap();
    Price::filter(|p| p.name.eq("b")).update(|p| p.cents.set(decimal("4"))).await.unwrap();
    Price::filter(|p| p.name.eq("c")).update(|p| p.cents.set(p.any)).await.unwrap();
    assert_eq!(cents().await, ["3.50", "4.00", "0.00"]);
    assert_eq!(Price::get(1).await.unwrap().other.unwrap().to_string(), "7.000");
    let mut all = Price::all().order_by(|p| p.name).await.unwrap();
    all.iter_mut().for_each(|row| row.cents = decimal("5.1"));
    Price::bulk_update(&mut all, |p| p.cents).await.unwrap();
    assert_eq!(cents().await, ["5.10", "5.10", "5.10"]);
    price("a", "6", "1").on_conflict(|p| p.name).do_update(|p| p.cents).await.unwrap();
    let copied = Price::copy_in_iter([price("d", "7.2", "1")]).await.unwrap();
    assert_eq!(copied.rows, 1);
    assert_eq!(cents().await, ["6.00", "5.10", "5.10", "7.20"]);
    let source = Price::filter(|p| p.name.eq("d"));
    Price::insert_from(source, |to, p| {
        (to.name.set_from("e"), to.cents.set_from(p.any), to.any.set_from(p.any), to.other.set_from(None::<Decimal>))
    })
    .await
    .unwrap();
    assert_eq!(cents().await[4], "1.00");
}

#[orm::test(sqlite, postgres, models(Price))]
async fn of_computed_values() {
    price("a", "1.1", "0.50").await.unwrap();
    price("b", "2", "3").await.unwrap();
    let one = Price::filter(|p| p.name.eq("a"));
    let computed = one
        .values(|p| {
            (
                p.cents + p.any,
                p.cents - p.any,
                p.cents * p.any,
                p.cents / p.any,
                p.cents + decimal("0.000"),
                p.cents * Decimal::ZERO,
                p.cents.round_to(4),
                p.cents.round(),
                p.cents.abs(),
                p.cents.ceil(),
                p.cents / 3,
                p.any.greatest(decimal("0.5000")),
            )
        })
        .get()
        .await
        .unwrap();
    let (add, sub, mul, div, zero, nothing, to, round, abs, ceil, third, greatest) = computed;
    assert_eq!(
        texts(&[add, sub, mul, div, zero, nothing, to, round, abs, ceil, third, greatest.normalize()]),
        [
            "1.60",
            "0.60",
            "0.5500",
            "2.2000000000000000",
            "1.100",
            "0.00",
            "1.1000",
            "1",
            "1.10",
            "2",
            "0.36666666666666666667",
            "0.5"
        ]
    );
    let of_all = Price::all().aggregate(|p| (p.cents.sum(), p.any.sum(), p.cents.avg(), p.any.avg(), p.cents.max()));
    let (sum, any, mean, of_any, most) = of_all.await.unwrap();
    assert_eq!(
        texts(&[sum, any, mean, of_any, most].map(Option::unwrap)),
        ["3.10", "3.50", "1.5500000000000000", "1.7500000000000000", "2.00"]
    );
    let running = Price::all().order_by(|p| p.name).values(|p| p.cents.sum().over(orm::window().order_by(p.name)));
    assert_eq!(texts(&running.await.unwrap().into_iter().map(Option::unwrap).collect::<Vec<_>>()), ["1.10", "3.10"]);
}

/// At least sixteen digits that count, and as many behind the point as the operands have.
#[orm::test(sqlite, postgres, models(Price))]
async fn of_quotients() {
    price("a", "1", "1").await.unwrap();
    for (left, right, quotient) in [
        ("1", "3", "0.33333333333333333333"),
        ("2", "3", "0.66666666666666666667"),
        ("-0.3", "3", "-0.10000000000000000000"),
        ("1", "99999.99", "0.000010000001000000100000"),
        ("1", "0.00000000012345", "8100445524.50384771162414"),
        ("1", "7000000000", "0.0000000001428571428571428571"),
        ("3", "0.0001", "30000.000000000000"),
        ("99999.99", "-0.3", "-333333.300000000000"),
        ("7000000000", "99999.99", "70000.007000000700"),
        ("12345678901234.5678", "3", "4115226300411.5226"),
        ("12345678901234.5678", "7000000000", "1763.6684144620811143"),
        ("0", "7", "0.00000000000000000000"),
    ] {
        let (left, right) = (decimal(left), decimal(right));
        let found = Price::all().values(move |p| (p.any * left) / (p.any * right)).get().await.unwrap();
        assert_eq!(found.to_string(), quotient, "{left} / {right}");
    }
    let error = Price::all().values(|p| p.any / (p.any - 1)).get().await.unwrap_err();
    assert!(error.to_string().contains("division by zero"), "{error}");
}

#[derive(Model, Debug)]
#[orm(table = "decimals_computed")]
struct Computed {
    id: i64,
    #[orm(max_digits = 6, decimal_places = 2, db_default = "1.5")]
    given: Decimal,
    amount: i64,
    #[orm(max_digits = 6, decimal_places = 2, generated = "amount * 2")]
    twice: Decimal,
    #[orm(max_digits = 6, decimal_places = 2, generated = "CASE WHEN amount > 0 THEN amount END")]
    maybe: Option<Decimal>,
}

#[orm::test(sqlite, postgres, models(Computed))]
async fn of_what_the_database_computes() {
    let row = Computed::create().amount(3).await.unwrap();
    let maybe = row.maybe.map(|maybe| maybe.to_string());
    assert_eq!(
        (row.given.to_string(), row.twice.to_string(), maybe.as_deref()),
        ("1.50".into(), "6.00".into(), Some("3.00"))
    );
    Computed::all().update(|c| c.amount.set(0)).await.unwrap();
    let row = Computed::get(row.id).await.unwrap();
    assert_eq!((row.twice.to_string(), row.maybe), ("0.00".into(), None));
    assert!(Computed::create().amount(9_999).await.is_err());
}
