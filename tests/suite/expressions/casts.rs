//! Values as other types: what PostgreSQL makes of them, and what it refuses.

use std::fmt::Debug;

use orm::prelude::*;
use rust_decimal::Decimal;

#[derive(Model, Debug)]
#[orm(table = "cast_values")]
struct Row {
    id: i64,
    #[orm(default = "")]
    text: String,
    #[orm(default = 0.0)]
    float: f64,
    #[orm(default = 0.0)]
    single: f32,
    #[orm(default = 0)]
    whole: i32,
    #[orm(default = 0)]
    small: i16,
    #[orm(default = 0)]
    large: i64,
    exact: Decimal,
    truth: bool,
    maybe: Option<bool>,
}

async fn row(change: impl FnOnce(&mut Row)) -> orm::Result<()> {
    Row::all().delete().everything().await?;
    let mut row = Row::create().exact(Decimal::ZERO).truth(false).await?;
    change(&mut row);
    row.save().await
}

fn failed<T: Debug>(outcome: orm::Result<T>, what: impl Debug) {
    assert!(matches!(outcome, Err(orm::Error::Database { .. })), "{what:?}: {outcome:?}");
}

#[orm::test(sqlite, postgres, models(Row))]
async fn floats_to_text() -> orm::Result<()> {
    for (float, text) in [
        (1.0, "1"),
        (-2.5, "-2.5"),
        (0.1 + 0.2, "0.30000000000000004"),
        (0.0001, "0.0001"),
        (1e-5, "1e-05"),
        (123_456_789_012_345.0, "123456789012345"),
        (1e15, "1e+15"),
        (-1.5e16, "-1.5e+16"),
        (1e100, "1e+100"),
        (5e-324, "5e-324"),
        (f64::MAX, "1.7976931348623157e+308"),
        (f64::INFINITY, "Infinity"),
        (f64::NEG_INFINITY, "-Infinity"),
    ] {
        row(|row| row.float = float).await?;
        assert_eq!(Row::all().values(|r| r.float.cast::<String>()).get().await?, text);
    }
    for (single, text) in [
        (0.1, "0.1"),
        (1.0, "1"),
        (123_456.7, "123456.7"),
        (100_000.0, "100000"),
        (1e6, "1e+06"),
        (16_777_216.0, "1.6777216e+07"),
        (-1e-5, "-1e-05"),
        (f32::MAX, "3.4028235e+38"),
        (f32::NEG_INFINITY, "-Infinity"),
    ] {
        row(|row| row.single = single).await?;
        assert_eq!(Row::all().values(|r| r.single.cast::<String>()).get().await?, text);
    }
    Ok(())
}

#[orm::test(sqlite, postgres, models(Row))]
async fn others_to_text() -> orm::Result<()> {
    row(|row| (row.whole, row.exact, row.truth) = (-7, Decimal::new(150, 2), true)).await?;
    let texts = Row::all().values(|r| {
        (
            r.whole.cast::<String>(),
            r.exact.cast::<String>(),
            r.truth.cast::<String>(),
            r.truth.eq(false).cast::<String>(),
            r.maybe.cast::<String>(),
            r.maybe.eq(true).cast::<String>(),
        )
    });
    let expected = ("-7".into(), "1.50".into(), "true".into(), Some("false".into()), None, None);
    assert_eq!(texts.get().await?, expected);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Row))]
async fn from_text() -> orm::Result<()> {
    for (text, float) in
        [(" 1.5\t", 1.5), ("+.5e1", 5.0), ("inf", f64::INFINITY), ("-Infinity", f64::NEG_INFINITY), ("0e-999", 0.0)]
    {
        row(|row| row.text = text.into()).await?;
        assert_eq!(Row::all().values(|r| r.text.cast::<f64>()).get().await?, float, "{text:?}");
        assert_eq!(Row::all().values(|r| r.text.cast::<f32>()).get().await?, float as f32, "{text:?}");
    }
    for text in ["1e400", "-1e400", "1e-400", "", "x", "1_0", "\u{2003}1"] {
        row(|row| row.text = text.into()).await?;
        failed(Row::all().values(|r| r.text.cast::<f64>()).await, text);
        failed(Row::all().values(|r| r.text.cast::<f32>()).await, text);
    }
    for text in ["1e39", "1e-50"] {
        row(|row| row.text = text.into()).await?;
        failed(Row::all().values(|r| r.text.cast::<f32>()).await, text);
    }
    for (text, whole) in [("12", 12), (" -7\n", -7), ("+5", 5)] {
        row(|row| row.text = text.into()).await?;
        assert_eq!(Row::all().values(|r| r.text.cast::<i32>()).get().await?, whole, "{text:?}");
    }
    for text in ["1.5", "1.0", "1e2", "70000", "", "x", "1_0", "\u{2003}1"] {
        row(|row| row.text = text.into()).await?;
        failed(Row::all().values(|r| r.text.cast::<i16>()).await, text);
    }
    for (text, exact) in [(" 1.50 ", Decimal::new(150, 2)), (".5", Decimal::new(5, 1)), ("1e2", Decimal::from(100))] {
        row(|row| row.text = text.into()).await?;
        assert_eq!(Row::all().values(|r| r.text.cast::<Decimal>()).get().await?, exact, "{text:?}");
    }
    for text in ["", "x", "1_0", "1e", "--1", "\u{2003}1"] {
        row(|row| row.text = text.into()).await?;
        failed(Row::all().values(|r| r.text.cast::<Decimal>()).await, text);
    }
    Ok(())
}

#[orm::test(sqlite, postgres, models(Row))]
async fn text_to_truth() -> orm::Result<()> {
    for (texts, truth) in [
        (["t", "TR", " tru ", "true", "y", "Ye", "yes", "on", "1"], true),
        (["f", "fa", "fals", "FALSE", "n", "no", "of", "off", "0"], false),
    ] {
        for text in texts {
            row(|row| row.text = text.into()).await?;
            assert_eq!(Row::all().values(|r| r.text.cast::<bool>()).get().await?, truth, "{text:?}");
        }
    }
    for text in ["o", "", "2", "truer", "10", "onn", "\u{2003}t"] {
        row(|row| row.text = text.into()).await?;
        failed(Row::all().values(|r| r.text.cast::<bool>()).await, text);
    }
    Ok(())
}

#[orm::test(sqlite, postgres, models(Row))]
async fn between_numbers() -> orm::Result<()> {
    for (float, large) in
        [(2.5, 2), (3.5, 4), (-2.5, -2), (9_007_199_254_740_994.0, 9_007_199_254_740_994), (i64::MIN as f64, i64::MIN)]
    {
        row(|row| row.float = float).await?;
        assert_eq!(Row::all().values(|r| r.float.cast::<i64>()).get().await?, large, "{float}");
    }
    for float in [f64::INFINITY, 1e300, 9_223_372_036_854_775_808.0] {
        row(|row| row.float = float).await?;
        failed(Row::all().values(|r| r.float.cast::<i64>()).await, float);
    }
    for float in [1e39, 1e-50] {
        row(|row| row.float = float).await?;
        failed(Row::all().values(|r| r.float.cast::<f32>()).await, float);
    }
    // A number is rounded to what its new type holds, also where nobody reads it.
    row(|row| (row.float, row.whole, row.single) = (0.1, 16_777_217, 0.1)).await?;
    let rounded = Row::all().values(|r| {
        (
            r.float.cast::<f32>().cast::<f64>(),
            r.whole.cast::<f32>().cast::<f64>(),
            r.single.cast::<f64>(),
            r.float.cast::<Decimal>(),
            r.single.cast::<Decimal>(),
        )
    });
    let widened = f64::from(0.1_f32);
    let tenth = Decimal::new(1, 1);
    assert_eq!(rounded.get().await?, (widened, 16_777_216.0, widened, tenth, tenth));
    row(|row| (row.float, row.single) = (0.1 + 0.2, 1_234_567.9)).await?;
    let exact = Row::all().values(|r| (r.float.cast::<Decimal>(), r.single.cast::<Decimal>()));
    assert_eq!(exact.get().await?, (Decimal::new(30_000_000_000_000_004, 17), Decimal::new(12_345_679, 1)));
    row(|row| row.float = 5.55e-17).await?;
    let small = Row::all().values(|r| r.float.cast::<Decimal>()).get().await?;
    assert_eq!(small, Decimal::new(555, 19));
    let precise: Decimal = "0.1000000000000000055511151231".parse().unwrap();
    row(|row| row.exact = precise).await?;
    assert_eq!(Row::all().values(|r| (r.exact.cast::<f64>(), r.exact.cast::<f32>())).get().await?, (0.1, 0.1));
    row(|row| row.exact = Decimal::new(25, 1)).await?;
    assert_eq!(Row::all().values(|r| r.exact.cast::<i32>()).get().await?, 3);
    Ok(())
}

#[orm::test(sqlite, postgres, models(Row))]
async fn truth_and_numbers() -> orm::Result<()> {
    row(|row| (row.truth, row.whole) = (true, 2)).await?;
    let both = Row::all().values(|r| (r.truth.cast::<i32>(), r.whole.cast::<bool>(), r.truth.cast::<bool>()));
    assert_eq!(both.get().await?, (1, true, true));
    let reasons = [
        refused(Row::all().values(|r| r.truth.cast::<i16>()).await),
        refused(Row::all().values(|r| r.truth.cast::<i64>()).await),
        refused(Row::all().values(|r| r.truth.cast::<f64>()).await),
        refused(Row::all().values(|r| r.truth.cast::<Decimal>()).await),
        refused(Row::all().values(|r| r.small.cast::<bool>()).await),
        refused(Row::all().values(|r| r.large.cast::<bool>()).await),
        refused(Row::all().values(|r| r.single.cast::<bool>()).await),
        refused(Row::all().values(|r| r.exact.cast::<bool>()).await),
    ];
    for reason in reasons {
        let rest = reason.strip_prefix("PostgreSQL").or(reason.strip_prefix("SQLite"));
        assert_eq!(rest, Some(" has no cast between bool and a number other than i32"), "{reason}");
    }
    Ok(())
}

fn refused<T: Debug>(outcome: orm::Result<T>) -> String {
    match outcome {
        Err(orm::Error::Unsupported { reason }) => reason,
        other => panic!("{other:?}"),
    }
}
