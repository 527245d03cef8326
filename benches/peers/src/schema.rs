//! The tables, as diesel wants them told.

diesel::table! {
    person (id) {
        id -> BigInt,
        name -> Text,
        hair_color -> Nullable<Text>,
        age -> Integer,
    }
}

diesel::table! {
    newcomer (id) {
        id -> BigInt,
        name -> Text,
        hair_color -> Nullable<Text>,
        age -> Integer,
    }
}

diesel::table! {
    users (id) {
        id -> BigInt,
        name -> Text,
        email -> Nullable<Text>,
    }
}

diesel::table! {
    orders (id) {
        id -> BigInt,
        user_id -> BigInt,
        total -> BigInt,
        paid -> Nullable<BigInt>,
    }
}

diesel::table! {
    items (id) {
        id -> BigInt,
        order_id -> BigInt,
        name -> Text,
        price -> BigInt,
    }
}
