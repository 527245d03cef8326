use orm::prelude::*;
use rust_decimal::Decimal;

#[derive(Model, Debug)]
#[orm(table = "function_numbers")]
struct Number {
    id: i64,
    whole: i32,
    float: f64,
    single: f32,
    #[orm(max_digits = 12, decimal_places = 3)]
    exact: Decimal,
    maybe: Option<f64>,
}

fn number(whole: i32, float: f64, exact: Decimal) -> NewNumber {
    Number::create().whole(whole).float(float).single(0.5).exact(exact)
}

#[orm::test(sqlite, postgres, models(Number))]
async fn rounded() -> orm::Result<()> {
    number(-7, -2.5, Decimal::new(-2_345, 3)).await?;
    let floats = Number::all().values(|n| {
        (n.float.round(), n.float.ceil(), n.float.floor(), n.float.abs(), n.float.sign(), n.float.round_to(1))
    });
    assert_eq!(floats.get().await?, (-3.0, -2.0, -3.0, 2.5, -1, -2.5));
    let exact = Number::all().values(|n| {
        (
            n.exact.round(),
            n.exact.ceil(),
            n.exact.floor(),
            n.exact.abs(),
            n.exact.sign(),
            n.exact.round_to(2),
            n.exact.round_to(-1),
        )
    });
    let (round, ceil, floor, abs, sign, to_two, to_ten) = exact.get().await?;
    let expected = [-2, -2, -3].map(Decimal::from);
    assert_eq!(([round, ceil, floor], abs, sign), (expected, Decimal::new(2_345, 3), -1));
    assert_eq!((to_two, to_ten), (Decimal::new(-235, 2), Decimal::ZERO));
    let whole = Number::all().values(|n| (n.whole.abs(), n.whole.sign(), n.single.ceil()));
    assert_eq!(whole.get().await?, (7, -1, 1.0));
    Ok(())
}

#[orm::test(sqlite, postgres, models(Number))]
async fn calculated() -> orm::Result<()> {
    number(4, 0.5, Decimal::from(9)).await?;
    let close = |one: f64, other: f64| assert!((one - other).abs() < 1e-12, "{one} and {other}");
    let (a, b, c) = Number::all().values(|n| (n.whole.sqrt(), n.exact.sqrt(), n.whole.power(0.5))).get().await?;
    assert_eq!((a, b, c), (2.0, 3.0, 2.0));
    let roots = Number::all().values(|n| (n.float.sin(), n.float.cos(), n.float.tan(), n.float.cot())).get().await?;
    close(roots.0, 0.5_f64.sin());
    close(roots.1, 0.5_f64.cos());
    close(roots.2, 0.5_f64.tan());
    close(roots.3, 1.0 / 0.5_f64.tan());
    let angles =
        Number::all().values(|n| (n.float.asin(), n.float.acos(), n.float.atan(), n.float.atan2(2.0))).get().await?;
    close(angles.0, 0.5_f64.asin());
    close(angles.1, 0.5_f64.acos());
    close(angles.2, 0.5_f64.atan());
    close(angles.3, 0.5_f64.atan2(2.0));
    let logarithms = Number::all().values(|n| (n.whole.ln(), n.whole.log(2.0), n.float.exp())).get().await?;
    close(logarithms.0, 4.0_f64.ln());
    close(logarithms.1, 2.0);
    close(logarithms.2, 0.5_f64.exp());
    let degrees = Number::all().values(|n| (n.float.to_degrees(), n.float.to_radians(), n.maybe.sqrt())).get().await?;
    close(degrees.0, 0.5_f64.to_degrees());
    close(degrees.1, 0.5_f64.to_radians());
    assert_eq!(degrees.2, None);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Number))]
async fn without_a_value_they_are_errors() -> orm::Result<()> {
    number(0, -2.0, Decimal::ZERO).await?;
    for query in [
        Number::all().values(|n| n.float.sqrt()),
        Number::all().values(|n| n.whole.ln()),
        Number::all().values(|n| n.float.asin()),
        Number::all().values(|n| n.whole.power(-1.0)),
        Number::all().values(|n| (n.float * 1000.0 * -1.0).exp()),
    ] {
        let sql = query.to_sql();
        assert!(matches!(query.await, Err(orm::Error::Database { .. })), "{sql}");
    }
    Ok(())
}

#[orm::test(sqlite, postgres, models(Number))]
async fn of_other_types() -> orm::Result<()> {
    number(7, 2.5, Decimal::new(3_500, 3)).await?;
    let casts = Number::all().values(|n| {
        (
            n.whole.cast::<f64>(),
            n.float.cast::<i32>(),
            n.exact.cast::<i64>(),
            n.whole.cast::<String>(),
            n.whole.cast::<Decimal>(),
        )
    });
    assert_eq!(casts.get().await?, (7.0, 2, 4, "7".to_owned(), Decimal::from(7)));
    let texts = Number::all().values(|_| {
        (
            orm::literal::<Number, _>("12").cast::<i16>(),
            orm::literal::<Number, _>("1.5").cast::<f64>(),
            orm::literal::<Number, _>("1.50").cast::<Decimal>(),
            orm::literal::<Number, _>("yes").cast::<bool>(),
            orm::literal::<Number, _>(true).cast::<String>(),
        )
    });
    assert_eq!(texts.get().await?, (12, 1.5, Decimal::new(150, 2), true, "true".to_owned()));
    for wrong in ["x", "70000", ""] {
        let query = Number::all().values(|_| orm::literal::<Number, _>(wrong).cast::<i16>());
        assert!(matches!(query.await, Err(orm::Error::Database { .. })), "{wrong:?}");
    }
    Ok(())
}

#[orm::test(sqlite, postgres, models(Number))]
async fn random_ones_differ() -> orm::Result<()> {
    for whole in 0..50 {
        number(whole, 0.0, Decimal::ZERO).await?;
    }
    let numbers = Number::all().values(|_| orm::random::<Number>()).await?;
    assert!(numbers.iter().all(|number| (0.0..1.0).contains(number)));
    assert!(numbers.windows(2).any(|two| two[0] != two[1]));
    let shuffled = Number::all().order_by(|_| orm::random()).values(|n| n.whole).await?;
    assert_ne!(shuffled, (0..50).collect::<Vec<_>>());
    Ok(())
}

#[orm::test(sqlite, postgres, models(Number))]
async fn rounded_as_they_are_written() -> orm::Result<()> {
    let of = |float: f64, single: f32| Number::create().whole(0).float(float).single(single).exact(Decimal::ZERO);
    let rounded = |digits: i32| Number::all().values(move |n| (n.float.round_to(digits), n.single.round_to(digits)));
    for (float, single, digits, expected) in [
        (1_234_567.123_456_789, 1_234_567.9, 9, (1_234_567.123_456_789, 1_234_567.9)),
        (1_234_567.123_456_789, 1_234_567.9, 0, (1_234_567.0, 1_234_568.0)),
        (0.123_456_789_012_345_67, 2.675, 2, (0.12, 2.68)),
        (0.123_456_789_012_345_67, 16_777_216.0, 16, (0.123_456_789_012_345_7, 16_777_216.0)),
        (1.005, -1.005, 2, (1.01, -1.01)),
        (5.55e-17, 5.55e-17, 2, (0.0, 0.0)),
        (5.55e-17, 5.55e-17, 17, (6e-17, 6e-17)),
        (1e-30, -1e-30, 3, (0.0, 0.0)),
        (1.5e30, 1.5e30, 3, (1.5e30, 1.5e30)),
        (1.5e30, 2.5e30, -30, (2e30, 3e30)),
        (9.5, -9.5, -1, (10.0, -10.0)),
        (4.9, -4.9, -1, (0.0, 0.0)),
        (5.0, -50.0, -2, (0.0, -100.0)),
        (0.0, 0.0, 2, (0.0, 0.0)),
        (f64::MAX, f32::MAX, i32::MIN, (0.0, 0.0)),
        (f64::MIN_POSITIVE, f32::MIN_POSITIVE, i32::MAX, (f64::MIN_POSITIVE, f32::MIN_POSITIVE)),
        (f64::INFINITY, f32::NEG_INFINITY, 2, (f64::INFINITY, f32::NEG_INFINITY)),
    ] {
        Number::all().delete().everything().await?;
        of(float, single).await?;
        assert_eq!(rounded(digits).get().await?, expected, "{float} and {single} to {digits}");
    }
    Number::all().delete().everything().await?;
    of(5.55e-17, 2.675).await?;
    assert_eq!(Number::all().values(|n| (n.float.round(), n.single.round())).get().await?, (0.0, 3.0));
    Number::all().delete().everything().await?;
    of(f64::MAX, f32::MAX).await?;
    let too_large = Number::all().values(|n| n.float.round_to(-308));
    assert!(matches!(too_large.await, Err(orm::Error::Database { .. })));
    Ok(())
}

#[orm::test(sqlite, postgres, models(Number))]
async fn at_the_ends_of_their_ranges() -> orm::Result<()> {
    number(1, f64::INFINITY, Decimal::ONE).await?;
    let infinite = Number::all().values(|n| {
        (
            n.float.power(2.0),
            n.float.power(-2.0),
            n.whole.power(n.float),
            n.float.exp(),
            (n.float * -1.0).exp(),
            n.float.ln(),
            n.float.sqrt(),
        )
    });
    let inf = f64::INFINITY;
    assert_eq!(infinite.get().await?, (inf, 0.0, 1.0, inf, 0.0, inf, inf));
    Number::all().delete().everything().await?;
    number(10, 1e-300, Decimal::ONE).await?;
    assert_eq!(Number::all().values(|n| (n.whole.log(10.0), n.float.power(0.0))).get().await?, (1.0, 1.0));
    for query in [
        Number::all().values(|n| n.whole.log(1.0)),
        Number::all().values(|n| (n.whole * -100).exp()),
        Number::all().values(|n| n.float.power(2.0)),
        Number::all().values(|n| n.float.power(-2.0)),
        Number::all().values(|n| (n.whole * -1).power(0.5)),
        Number::all().values(|n| (n.float / 1e10 / 1e13).to_radians()),
        Number::all().values(|n| (n.float * 1e304 * 1e304).to_degrees()),
    ] {
        let sql = query.to_sql();
        assert!(matches!(query.await, Err(orm::Error::Database { .. })), "{sql}");
    }
    Ok(())
}
