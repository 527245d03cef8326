//! Whole numbers without a sign, and decimals of so many digits.

use orm::Error;
use orm::prelude::*;
use rust_decimal::Decimal;

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "numbers_counts")]
struct Counts {
    id: i64,
    tiny: i8,
    small: u16,
    medium: u32,
    large: u64,
    maybe: Option<u64>,
}

/// The same table with numbers of which the others know nothing.
#[derive(Model, Debug)]
#[orm(table = "numbers_signed")]
struct Signed {
    id: i64,
    medium: i64,
}

#[derive(Model, Debug)]
#[orm(table = "numbers_signed")]
struct Unsigned {
    id: i64,
    medium: u32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[orm(table = "numbers_price")]
struct Price {
    id: i64,
    #[orm(max_digits = 6, decimal_places = 2)]
    amount: Decimal,
    #[orm(max_digits = 3, decimal_places = 3)]
    share: Option<Decimal>,
    #[orm(max_digits = 4, decimal_places = 0)]
    pieces: Option<Decimal>,
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn refused(error: &Error, expected: &str, words: &str) {
    match error {
        Error::InvalidValue { field, reason, .. } => {
            assert_eq!(*field, expected);
            assert!(reason.contains(words), "{reason}");
        }
        Error::Validation { problems, .. } => {
            assert_eq!(problems[0].field, expected);
            assert!(problems[0].message.contains(words), "{error}");
        }
        other => panic!("{expected}: {other:?}"),
    }
}

#[orm::test(sqlite, postgres, models(Counts))]
async fn whole_numbers_of_every_range() {
    let least = Counts::create().tiny(i8::MIN).small(0).medium(0).large(0).await.unwrap();
    let most = Counts::create().tiny(i8::MAX).small(u16::MAX).medium(u32::MAX).large(i64::MAX.unsigned_abs());
    let most = most.maybe(7).await.unwrap();
    assert_eq!(Counts::all().order_by(|c| c.medium).await.unwrap(), [least.clone(), most.clone()]);
    assert_eq!(Counts::filter(|c| c.medium.in_([u32::MAX])).get().await.unwrap(), most);
    assert_eq!(Counts::filter(|c| (c.small % 2).eq(1)).get().await.unwrap(), most);
    let mut row = least;
    row.update(|c| (c.medium.set(c.medium + 1), c.maybe.set(5), c.tiny.set(c.tiny + 1))).await.unwrap();
    assert_eq!((row.medium, row.maybe, row.tiny), (1, Some(5), -127));
    let below = row.update(|c| c.medium.set(c.medium - 2)).await.unwrap_err();
    assert!(
        matches!(&below, Error::CheckViolation { constraint: Some(name), .. } if name == "numbers_counts_medium_check"),
        "{below:?}"
    );
    let above = row.update(|c| c.small.set(c.small - 1)).await.unwrap_err();
    assert!(matches!(above, Error::CheckViolation { .. }), "{above:?}");
}

#[orm::test(sqlite, postgres, models(Counts))]
async fn what_is_too_large_is_refused() {
    let new = || Counts::create().tiny(0).small(0).medium(0).large(0);
    refused(&new().large(u64::MAX).await.unwrap_err(), "large", "18446744073709551615");
    refused(&Counts::bulk_create([new(), new().maybe(1 << 63)]).await.unwrap_err(), "maybe", "9223372036854775808");
    let mut row = new().await.unwrap();
    refused(&row.update(|c| c.large.set(u64::MAX)).await.unwrap_err(), "large", "larger");
    row.large = u64::MAX;
    refused(&row.save().await.unwrap_err(), "large", "larger");
    assert!(matches!(Counts::filter(|c| c.large.eq(u64::MAX)).await, Err(Error::InvalidValue { .. })));
    assert_eq!(Counts::all().count().await.unwrap(), 1);
}

#[orm::test(sqlite, postgres, models(Signed))]
async fn what_the_database_has_is_checked() {
    for number in [-1, i64::from(u32::MAX) + 1] {
        let row = Signed::create().medium(number).await.unwrap();
        let error = Unsigned::get(row.id).await.unwrap_err();
        assert_eq!(error.to_string(), format!("cannot read Unsigned.medium: {number} is out of range for a u32"));
    }
}

#[orm::test(sqlite, postgres, models(Price))]
async fn decimals_of_so_many_digits() {
    for text in ["9999.99", "-9999.99", "0", "1.5", "1.500"] {
        let row = Price::create().amount(decimal(text)).share(decimal("0.999")).pieces(9_999).await.unwrap();
        assert_eq!(row.amount, decimal(text));
        assert_eq!(Price::get(row.id).await.unwrap(), row);
    }
    let new = |text: &str| Price::create().amount(decimal(text));
    refused(&new("1.005").await.unwrap_err(), "amount", "1.005 has 3 digits after the point, and at most 2 fit");
    refused(&new("-10000").await.unwrap_err(), "amount", "-10000 has 5 digits before the point, and at most 4 fit");
    refused(&new("1").share(decimal("1")).await.unwrap_err(), "share", "before");
    refused(&new("1").pieces(decimal("0.5")).await.unwrap_err(), "pieces", "after");
    refused(&Price::bulk_create([new("1"), new("0.001")]).await.unwrap_err(), "amount", "0.001");
    let mut row = new("1").await.unwrap();
    refused(&row.update(|p| p.amount.set(decimal("0.001"))).await.unwrap_err(), "amount", "0.001");
    row.amount = decimal("0.001");
    refused(&row.save().await.unwrap_err(), "amount", "0.001");
}

#[orm::test(sqlite, postgres, models(Price))]
async fn what_is_computed_is_rounded() {
    let mut row = Price::create().amount(decimal("0.01")).await.unwrap();
    row.update(|p| p.amount.set(p.amount * decimal("0.5"))).await.unwrap();
    assert_eq!(row.amount, decimal("0.01"), "a half is rounded away from zero");
    row.update(|p| (p.amount.set(p.amount * decimal("100.4999")), p.share.set(p.amount / 10))).await.unwrap();
    assert_eq!((row.amount, row.share), (decimal("1.00"), Some(decimal("0.001"))));
    let overflow = row.update(|p| p.amount.set(p.amount * 10_000)).await.unwrap_err();
    assert!(matches!(overflow, Error::Database { .. }), "{overflow:?}");
    assert_eq!(Price::get(row.id).await.unwrap(), row);
}
