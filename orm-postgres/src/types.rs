//! The types of columns and parameters, and PostgreSQL's.

use orm_core::value::{RangeType, SqlType, Value};
use postgres_types::{Kind, Type};

/// The type of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ParameterType {
    element: SqlType,
    array: bool,
}

impl ParameterType {
    pub(crate) fn of(value: &Value<'_>) -> Self {
        match value {
            Value::Array(ty, _) | Value::BinaryArray(ty, _) => Self { element: *ty, array: true },
            value => Self { element: value.sql_type(), array: false },
        }
    }

    pub(crate) fn postgres(self) -> Type {
        if self.array { array(self.element) } else { scalar(self.element) }
    }
}

macro_rules! types {
    (
        {$($ty:ident => $scalar:ident, $array:ident;)*}
        ranges of {$($range_of:ident => $range:ident, $range_array:ident;)*}
    ) => {
        /// PostgreSQL's type.
        fn scalar(ty: SqlType) -> Type {
            match ty {
                $(SqlType::$ty => Type::$scalar,)*
                $(SqlType::Range(RangeType::$range_of) => Type::$range,)*
                // An enum's array has a number of its own, too.
                SqlType::List(SqlType::Enum(_)) => Type::UNKNOWN,
                SqlType::List(element) => array(*element),
                // The server knows best: an enum has a number of its own in each database. What it does not know it
                // refuses, with a message that names it.
                _ => Type::UNKNOWN,
            }
        }

        /// PostgreSQL's type of an array of these.
        fn array(ty: SqlType) -> Type {
            match ty {
                $(SqlType::$ty => Type::$array,)*
                $(SqlType::Range(RangeType::$range_of) => Type::$range_array,)*
                // As text, which the statement converts.
                SqlType::Enum(_) | SqlType::List(_) => Type::TEXT_ARRAY,
                _ => Type::UNKNOWN,
            }
        }
    };
}

types! {{
    Boolean => BOOL, BOOL_ARRAY;
    SmallInt => INT2, INT2_ARRAY;
    Integer => INT4, INT4_ARRAY;
    BigInt => INT8, INT8_ARRAY;
    Real => FLOAT4, FLOAT4_ARRAY;
    Double => FLOAT8, FLOAT8_ARRAY;
    Text => TEXT, TEXT_ARRAY;
    Bytes => BYTEA, BYTEA_ARRAY;
    Uuid => UUID, UUID_ARRAY;
    Date => DATE, DATE_ARRAY;
    Time => TIME, TIME_ARRAY;
    Timestamp => TIMESTAMP, TIMESTAMP_ARRAY;
    TimestampTz => TIMESTAMPTZ, TIMESTAMPTZ_ARRAY;
    Decimal => NUMERIC, NUMERIC_ARRAY;
    Json => JSONB, JSONB_ARRAY;
    Interval => INTERVAL, INTERVAL_ARRAY;
    Inet => INET, INET_ARRAY;
    Cidr => CIDR, CIDR_ARRAY;
}
ranges of {
    Integer => INT4_RANGE, INT4_RANGE_ARRAY;
    BigInt => INT8_RANGE, INT8_RANGE_ARRAY;
    Decimal => NUM_RANGE, NUM_RANGE_ARRAY;
    Date => DATE_RANGE, DATE_RANGE_ARRAY;
    Timestamp => TS_RANGE, TS_RANGE_ARRAY;
    TimestampTz => TSTZ_RANGE, TSTZ_RANGE_ARRAY;
}}

/// Whether a column of PostgreSQL's type holds its values as a parameter of this one writes them.
pub(crate) fn is_written_alike(ty: SqlType, found: &Type) -> bool {
    match ty {
        SqlType::Text | SqlType::Enum(_) => true,
        SqlType::List(_) => false,
        ty => *found == scalar(ty),
    }
}

/// Whether a column of PostgreSQL's type can be read as this one without losing anything.
pub(crate) fn reads(expected: SqlType, found: &Type) -> bool {
    match expected {
        SqlType::Integer => matches!(*found, Type::INT4 | Type::INT2),
        SqlType::BigInt => matches!(*found, Type::INT8 | Type::INT4 | Type::INT2),
        SqlType::Double => matches!(*found, Type::FLOAT8 | Type::FLOAT4),
        // citext comes from an extension, so that its number differs from database to database.
        SqlType::Text => {
            matches!(*found, Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME) || found.name() == "citext"
        }
        SqlType::Json => matches!(*found, Type::JSONB | Type::JSON),
        SqlType::Enum(ty) => matches!(found.kind(), Kind::Enum(_)) && found.name() == ty.name,
        SqlType::List(element) => match found.kind() {
            // Of a domain the server gives the type below, but not of an array of one.
            Kind::Array(found) => match found.kind() {
                Kind::Domain(below) => reads(*element, below),
                _ => reads(*element, found),
            },
            _ => false,
        },
        exact => *found == scalar(exact),
    }
}

#[cfg(test)]
mod tests {
    use orm_core::value::binary;

    use super::*;

    const ALL: [SqlType; 24] = [
        SqlType::Range(RangeType::Integer),
        SqlType::Range(RangeType::BigInt),
        SqlType::Range(RangeType::Decimal),
        SqlType::Range(RangeType::Date),
        SqlType::Range(RangeType::Timestamp),
        SqlType::Range(RangeType::TimestampTz),
        SqlType::Interval,
        SqlType::Inet,
        SqlType::Cidr,
        SqlType::Boolean,
        SqlType::SmallInt,
        SqlType::Integer,
        SqlType::BigInt,
        SqlType::Real,
        SqlType::Double,
        SqlType::Text,
        SqlType::Bytes,
        SqlType::Uuid,
        SqlType::Date,
        SqlType::Time,
        SqlType::Timestamp,
        SqlType::TimestampTz,
        SqlType::Decimal,
        SqlType::Json,
    ];

    #[test]
    fn every_type_reads_itself_and_has_an_array() {
        for ty in ALL {
            assert!(reads(ty, &scalar(ty)), "{ty}");
            assert!(!reads(ty, &array(ty)), "{ty}");
            assert_eq!(array(ty).kind(), &postgres_types::Kind::Array(scalar(ty)), "{ty}");
        }
    }

    #[test]
    fn the_core_knows_the_numbers_of_the_elements() {
        for ty in ALL {
            let mut array = bytes::BytesMut::new();
            assert!(binary::put(&Value::Array(ty, Vec::new()), &mut array).is_ok());
            assert_eq!(array[8..12], scalar(ty).oid().to_be_bytes(), "{ty}");
        }
    }

    #[test]
    fn widens_and_never_narrows() {
        assert!(reads(SqlType::BigInt, &Type::INT2));
        assert!(reads(SqlType::Double, &Type::FLOAT4));
        assert!(reads(SqlType::Text, &Type::VARCHAR));
        assert!(reads(SqlType::Json, &Type::JSON));
        assert!(!reads(SqlType::Integer, &Type::INT8));
        assert!(!reads(SqlType::SmallInt, &Type::INT4));
        assert!(!reads(SqlType::Real, &Type::FLOAT8));
        assert!(!reads(SqlType::Timestamp, &Type::TIMESTAMPTZ));
        assert!(!reads(SqlType::BigInt, &Type::NUMERIC));
        assert!(reads(SqlType::List(&SqlType::BigInt), &Type::INT4_ARRAY));
        assert!(!reads(SqlType::List(&SqlType::Integer), &Type::INT8_ARRAY));
        assert!(!reads(SqlType::List(&SqlType::Text), &Type::TEXT));
    }

    #[test]
    fn a_parameter_knows_its_type() {
        assert_eq!(ParameterType::of(&Value::Null(SqlType::Text)).postgres(), Type::TEXT);
        assert_eq!(ParameterType::of(&Value::Array(SqlType::Json, vec![])).postgres(), Type::JSONB_ARRAY);
        assert_ne!(ParameterType::of(&Value::BigInt(1)), ParameterType::of(&Value::Array(SqlType::BigInt, vec![])));
    }
}
