use proptest::prelude::*;
use rust_decimal::Decimal;

use super::harness::round_trips;

/// The 96 bits and up to 28 places that a Decimal has.
pub(crate) fn decimals() -> impl Strategy<Value = Decimal> {
    let number = prop_oneof![any::<i128>().prop_map(|number| number >> 32), any::<i32>().prop_map(i128::from)];
    (number, 0..=28_u32).prop_map(|(number, scale)| Decimal::from_i128_with_scale(number, scale))
}

/// No NaN, which SQLite has not, and no zero below zero, which it does not tell from the other.
pub(crate) fn doubles() -> impl Strategy<Value = f64> {
    proptest::num::f64::ANY.prop_filter("SQLite has none of these", |number| {
        !number.is_nan() && (*number != 0.0 || number.is_sign_positive())
    })
}

pub(crate) fn reals() -> impl Strategy<Value = f32> {
    proptest::num::f32::ANY.prop_filter("SQLite has none of these", |number| {
        !number.is_nan() && (*number != 0.0 || number.is_sign_positive())
    })
}

fn with_its_zeros(one: &Decimal, other: &Decimal) -> bool {
    one.to_string() == other.to_string()
}

round_trips! {
    boolean("round_trips_bool", bool) => any::<bool>();
    tiny("round_trips_i8", i8) => any::<i8>();
    small("round_trips_i16", i16) => any::<i16>();
    medium("round_trips_i32", i32) => any::<i32>();
    big("round_trips_i64", i64) => any::<i64>();
    unsigned_small("round_trips_u16", u16) => any::<u16>();
    unsigned_medium("round_trips_u32", u32) => any::<u32>();
    unsigned_big("round_trips_u64", u64) => 0..=i64::MAX.unsigned_abs();
    real("round_trips_f32", f32) => reals(), |one: &f32, other: &f32| one.to_bits() == other.to_bits();
    double("round_trips_f64", f64) => doubles(), |one: &f64, other: &f64| one.to_bits() == other.to_bits();
    decimal("round_trips_decimal", Decimal) => decimals(), with_its_zeros;
}
