//! Types of the program's own, for `create_tables`.

use super::dialect::quoted;
use super::literal;
use crate::value::EnumType;

/// CREATE TYPE, unless there is such a type. PostgreSQL only.
///
/// ```
/// use orm::sql::create_enum;
/// use orm::value::EnumType;
///
/// static STATUS: EnumType = EnumType { name: "status", labels: &["open", "paid"] };
/// assert!(create_enum(&STATUS).contains(r#"CREATE TYPE "status" AS ENUM ('open', 'paid')"#));
/// ```
#[must_use]
pub fn create_enum(ty: &EnumType) -> String {
    let name = quoted(ty.name);
    let labels: Vec<String> = ty.labels.iter().map(|label| literal::quote(label)).collect();
    format!(
        "DO $do$ BEGIN IF to_regtype({}) IS NULL THEN CREATE TYPE {name} AS ENUM ({}); END IF; END $do$",
        literal::quote(&name),
        labels.join(", ")
    )
}
