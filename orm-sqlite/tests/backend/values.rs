use std::str::FromStr;

use orm_core::database::Failure;
use orm_core::value::{Field, ReadResult, RowReader, SqlType, Value};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::support::{Checked, ask, memory, read, told};

/// Sends values through the database and expects them back, and NULL with them.
async fn round_trip<T: Field + PartialEq + std::fmt::Debug>(values: Vec<T>) -> Checked {
    fn field<T: Field>(row: &mut dyn RowReader) -> ReadResult<Option<T>> {
        T::read(row)
    }
    let db = memory().await?;
    let null = read(&*db, "SELECT ?1", vec![Value::Null(T::TYPE)], field::<T>).await.map_err(told)?;
    assert_eq!(null, [None]);
    let array = Value::Array(T::TYPE, values.iter().map(|value| value.to_value().into_owned()).collect());
    let together = read(&*db, "SELECT value FROM rarray(?1)", vec![array], field::<T>).await.map_err(told)?;
    let expected: Vec<_> = values.into_iter().map(Some).collect();
    assert_eq!(together, expected);
    for value in expected.into_iter().flatten() {
        let sent = value.to_value().into_owned();
        assert_eq!(read(&*db, "SELECT ?1", vec![sent], field::<T>).await.map_err(told)?, [Some(value)]);
    }
    Ok(())
}

#[tokio::test]
async fn scalars() -> Checked {
    round_trip(vec![true, false]).await?;
    round_trip(vec![i16::MIN, 0, i16::MAX]).await?;
    round_trip(vec![i32::MIN, 0, i32::MAX]).await?;
    round_trip(vec![i64::MIN, 0, i64::MAX]).await?;
    round_trip(vec![0.1_f32, f32::MAX, f32::INFINITY]).await?;
    round_trip(vec![0.1_f64, f64::MIN, f64::NEG_INFINITY, -0.0]).await?;
    round_trip(vec![String::new(), "Zoë 🦀 'x' %".to_owned()]).await?;
    round_trip(vec![Vec::new(), vec![0_u8, 255, 0]]).await?;
    round_trip(vec![Uuid::nil(), Uuid::max()]).await?;
    let decimals = ["0", "1.50", "-0.0000000000000000000000000001", "79228162514264337593543950335"];
    let decimals: Result<Vec<_>, _> = decimals.iter().map(|text| Decimal::from_str(text)).collect();
    round_trip(decimals.map_err(told)?).await
}

#[tokio::test]
async fn decimals_keep_their_scale() -> Checked {
    let db = memory().await?;
    let value = vec![Value::Decimal(Decimal::new(1_500, 3))];
    let text = read(&*db, "SELECT ?1", value, |row| Ok(row.text()?.map(str::to_owned))).await.map_err(told)?;
    assert_eq!(text, [Some("1.500".to_owned())]);
    Ok(())
}

#[tokio::test]
async fn times() -> Checked {
    const DAY: i64 = 86_400_000_000;
    type Case = (fn(i64) -> Value<'static>, fn(&mut dyn RowReader) -> ReadResult<Option<i64>>, &'static [i64]);
    let cases: [Case; 4] = [
        (
            |days| Value::Date(i32::try_from(days).unwrap_or_default()),
            |row| Ok(row.date()?.map(i64::from)),
            &[-719_528, -1, 0, 2_932_896],
        ),
        (Value::Time, |row| row.time(), &[0, 1, DAY - 1]),
        (Value::Timestamp, |row| row.timestamp(), &[-719_528 * DAY, -1, 0, 2_932_897 * DAY - 1]),
        (Value::TimestampTz, |row| row.timestamp_tz(), &[-719_528 * DAY, -1, 0, 2_932_897 * DAY - 1]),
    ];
    let db = memory().await?;
    for (value, reader, numbers) in cases {
        for number in numbers {
            let back = read(&*db, "SELECT ?1", vec![value(*number)], reader).await.map_err(told)?;
            assert_eq!(back, [Some(*number)]);
        }
    }
    Ok(())
}

#[tokio::test]
async fn order_of_text_is_order_of_time() -> Checked {
    let db = memory().await?;
    let moments = vec![Value::TimestampTz(-1), Value::TimestampTz(0)];
    assert_eq!(read(&*db, "SELECT ?1 < ?2", moments, |row| row.big_int()).await.map_err(told)?, [Some(1)]);
    Ok(())
}

#[tokio::test]
async fn other_storage_classes_are_refused() -> Checked {
    fn fails_at(result: Result<Vec<()>, Failure>, column: usize, text: &str) -> bool {
        match result {
            Err(Failure::Read { column: found, error }) => found == column && error.to_string().contains(text),
            _ => false,
        }
    }
    let db = memory().await?;
    let two = read(&*db, "SELECT 1, 'x'", vec![], |row| row.big_int().and(row.big_int()).map(drop)).await;
    assert!(fails_at(two, 1, "expected bigint, found TEXT"));
    let boolean = read(&*db, "SELECT 2", vec![], |row| row.boolean().map(drop)).await;
    assert!(fails_at(boolean, 0, "neither 0 nor 1"));
    let small = read(&*db, "SELECT 32768", vec![], |row| row.small_int().map(drop)).await;
    assert!(fails_at(small, 0, "out of range for smallint"));
    let text = read(&*db, "SELECT 5", vec![], |row| row.text().map(drop)).await;
    assert!(fails_at(text, 0, "expected text, found INTEGER"));
    let uuid = read(&*db, "SELECT x'01'", vec![], |row| row.uuid().map(drop)).await;
    assert!(fails_at(uuid, 0, ""));
    let date = read(&*db, "SELECT '2026-02-30'", vec![], |row| row.date().map(drop)).await;
    assert!(fails_at(date, 0, "is not a date"));
    let missing = read(&*db, "SELECT 1", vec![], |row| row.big_int().and(row.big_int()).map(drop)).await;
    assert!(fails_at(missing, 1, ""));
    Ok(())
}

#[tokio::test]
async fn numbers_from_other_numbers() -> Checked {
    let db = memory().await?;
    assert_eq!(read(&*db, "SELECT 3", vec![], |row| row.double()).await.map_err(told)?, [Some(3.0)]);
    let decimals = read(&*db, "VALUES (3), (0.1), ('2.50')", vec![], |row| row.decimal()).await.map_err(told)?;
    assert_eq!(decimals, [Some(Decimal::new(3, 0)), Some(Decimal::new(1, 1)), Some(Decimal::new(250, 2))]);
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_held_is_refused_with_its_index() -> Checked {
    let db = memory().await?;
    for value in [Value::Double(f64::NAN), Value::Text("a\0b".into()), Value::Date(i32::MAX)] {
        let result = read(&*db, "SELECT ?1, ?2", vec![Value::BigInt(1), value.clone()], |_| Ok(())).await;
        assert!(matches!(result, Err(Failure::Parameter { index: 1, .. })), "{value:?}");
        let array = Value::Array(SqlType::Text, vec![value]);
        let result = read(&*db, "SELECT ?1", vec![array], |_| Ok(())).await;
        assert!(matches!(result, Err(Failure::Parameter { index: 0, .. })));
    }
    Ok(())
}

#[tokio::test]
async fn functions_and_collation() -> Checked {
    let db = memory().await?;
    for sql in [
        "SELECT '10' > '9' COLLATE decimal",
        "SELECT '1.0' = '1' COLLATE decimal",
        "SELECT decimal_add('0.1', '0.2') = '0.3'",
        "SELECT 'Annabel' REGEXP 'bel$'",
        "SELECT iregexp('^ANN', 'annabel')",
        "SELECT ilike('É_ole%', 'école')",
        "SELECT 'a' NOT LIKE 'A'",
    ] {
        assert_eq!(ask(&*db, sql).await.map_err(told)?, Some(1), "{sql}");
    }
    assert_eq!(ask(&*db, "SELECT ilike(NULL, 'a')").await.map_err(told)?, None);
    Ok(())
}
