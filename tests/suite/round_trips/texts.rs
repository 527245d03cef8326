use orm::prelude::*;
use proptest::prelude::*;
use uuid::Uuid;

use super::harness::round_trips;

/// Any text without NUL.
pub(crate) fn texts() -> impl Strategy<Value = String> {
    any::<String>().prop_map(|text| text.replace('\0', "0"))
}

#[derive(Field, Debug, Clone, PartialEq)]
struct Name(String);

round_trips! {
    text("round_trips_text", String) => texts();
    bytes("round_trips_bytes", Vec<u8>) => any::<Vec<u8>>();
    identifier("round_trips_uuid", Uuid) => any::<u128>().prop_map(Uuid::from_u128);
    newtype("round_trips_newtype", Name) => texts().prop_map(Name);
}
