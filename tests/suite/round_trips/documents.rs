use std::collections::HashMap;

use orm::prelude::*;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::harness::round_trips;
use super::numbers::doubles;
use super::texts::texts;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Profile {
    name: String,
    weight: f64,
    age: Option<u64>,
    tags: Vec<String>,
    scores: HashMap<String, i64>,
    state: State,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum State {
    New,
    Since(i64),
    Ended { by: Option<String> },
}

pub(crate) fn profiles() -> impl Strategy<Value = Json<Profile>> {
    let finite = doubles().prop_filter("JSON has no infinity", |number| number.is_finite());
    let few = || proptest::collection::vec(texts(), 0..3);
    let scores = proptest::collection::hash_map(texts(), any::<i64>(), 0..4);
    let state = prop_oneof![
        Just(State::New),
        any::<i64>().prop_map(State::Since),
        proptest::option::of(texts()).prop_map(|by| State::Ended { by }),
    ];
    (texts(), finite, any::<Option<u64>>(), few(), scores, state)
        .prop_map(|(name, weight, age, tags, scores, state)| Json(Profile { name, weight, age, tags, scores, state }))
}

pub(crate) fn documents() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1_000..1_000_i32).prop_map(|eighths| Value::from(f64::from(eighths) / 8.0)),
        texts().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((texts(), inner), 0..4).prop_map(|pairs| pairs.into_iter().collect()),
        ]
    })
}

round_trips! {
    document("round_trips_document", Value) => documents();
    typed("round_trips_typed", Json<Profile>) => profiles();
}
