//! How a value becomes one of another type.

use crate::expr::node::Function;
use crate::value::SqlType;

/// What makes a value of one type one of another.
pub(super) fn cast(from: SqlType, to: SqlType) -> &'static Function {
    use SqlType::{BigInt, Boolean, Date, Decimal, Double, Enum, Integer, Real, SmallInt, Text};

    match (from, to) {
        (Boolean, Text) => &BOOLEAN_TO_TEXT,
        (Text, Boolean) => &TEXT_TO_BOOLEAN,
        (Boolean | Integer, Boolean) => &WHOLE_TO_BOOLEAN,
        (Boolean, Integer) => &TO_WHOLE,
        (Boolean, SmallInt | BigInt | Real | Double | Decimal) => &BETWEEN_BOOLEAN_AND_NUMBER,
        (SmallInt | BigInt | Real | Double | Decimal, Boolean) => &BETWEEN_BOOLEAN_AND_NUMBER,
        (Text, SmallInt | Integer | BigInt) => &TEXT_TO_WHOLE,
        (SmallInt | Integer | BigInt | Real | Double | Decimal, SmallInt | Integer | BigInt) => &TO_WHOLE,
        (SmallInt | Integer | BigInt | Real | Double | Decimal | Text, Real | Double) => &TO_FLOAT,
        (Real, Decimal) => &REAL_TO_DECIMAL,
        (Double, Decimal) => &DOUBLE_TO_DECIMAL,
        (SmallInt | Integer | BigInt | Decimal | Text, Decimal) => &TO_DECIMAL,
        (Real, Text) => &REAL_TO_TEXT,
        (Double, Text) => &DOUBLE_TO_TEXT,
        (SmallInt | Integer | BigInt | Decimal | Text | Date | Enum(_), Text) => &TO_TEXT,
        (from, to) if from == to => &AS_IT_IS,
        _ => &TO_OTHER,
    }
}

const CAST: &str = "CAST({0} AS {type})";

static BOOLEAN_TO_TEXT: Function = Function::new("cast", CAST, "CASE {0} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END");
static TEXT_TO_BOOLEAN: Function = Function::new("cast", CAST, "text_to_boolean({0})");
static WHOLE_TO_BOOLEAN: Function = Function::new("cast", CAST, "({0} <> 0)");
static TO_WHOLE: Function = Function::new("cast", CAST, "to_whole({0}, '{type}')");
static TEXT_TO_WHOLE: Function = Function::new("cast", CAST, "text_to_whole({0}, '{type}')");
static TO_FLOAT: Function = Function::new("cast", CAST, "to_float({0}, '{type}')");
static TO_DECIMAL: Function = Function::new("cast", CAST, "to_decimal({0})");
static TO_TEXT: Function = Function::new("cast", CAST, "to_text({0})");
static REAL_TO_TEXT: Function = Function::new("cast", CAST, "float_to_text({0}, 'real')");
static DOUBLE_TO_TEXT: Function = Function::new("cast", CAST, "float_to_text({0}, 'double precision')");
// With all of their digits, by their texts: PostgreSQL's own conversion keeps fifteen of them, or six.
static DOUBLE_TO_DECIMAL: Function = Function::new("cast", "CAST({0}::text AS {type})", "to_decimal({0})");
static REAL_TO_DECIMAL: Function =
    Function::new("cast", "CAST({0}::text AS {type})", "to_decimal(float_to_text({0}, 'real'))");
static AS_IT_IS: Function = Function::same("cast", "{0}");
static TO_OTHER: Function = Function::postgres("cast to this type", CAST);
static BETWEEN_BOOLEAN_AND_NUMBER: Function =
    Function { name: "cast between bool and a number other than i32", postgres: None, sqlite: None };
