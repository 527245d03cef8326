use orm::prelude::*;
use proptest::prelude::*;

use super::harness::round_trips;

#[derive(DbEnum, Debug, Clone, Copy, PartialEq)]
enum Plain {
    One,
    #[orm(rename = "it's \"two\"")]
    Two,
}

#[derive(DbEnum, Debug, Clone, Copy, PartialEq)]
#[orm(integer)]
enum Numbered {
    One = i32::MIN as isize,
    Two = i32::MAX as isize,
}

#[derive(DbEnum, Debug, Clone, Copy, PartialEq)]
#[orm(native = "round_trips_native")]
pub(crate) enum Native {
    One,
    #[orm(rename = "it's \"two\", \\ {and} more")]
    Two,
}

pub(crate) fn natives() -> impl Strategy<Value = Native> {
    prop_oneof![Just(Native::One), Just(Native::Two)]
}

round_trips! {
    as_text("round_trips_enum_text", Plain) => prop_oneof![Just(Plain::One), Just(Plain::Two)];
    as_number("round_trips_enum_number", Numbered) => prop_oneof![Just(Numbered::One), Just(Numbered::Two)];
    as_a_type("round_trips_enum_type", Native) => natives();
}
