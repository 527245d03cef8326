use super::{ReadError, ReadResult, Value};

/// A type that is one of a few names: of the database's own on PostgreSQL, which `create_tables` makes, and text with
/// a CHECK on SQLite.
///
/// ```
/// use orm::value::EnumType;
///
/// static STATUS: EnumType = EnumType { name: "status", labels: &["open", "paid"] };
/// ```
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct EnumType {
    /// The type's name in the database.
    pub name: &'static str,
    /// The names that a value can have, in the type's order.
    pub labels: &'static [&'static str],
}

impl EnumType {
    /// The value with this name.
    pub(crate) fn value(&'static self, name: &str) -> ReadResult<Value<'static>> {
        let known = self.labels.iter().find(|label| **label == name);
        known.map(|label| Value::Enum(self, label)).ok_or_else(|| self.unknown(name))
    }

    #[cold]
    fn unknown(&self, name: &str) -> ReadError {
        ReadError::invalid(format!("{name:?} is no {}: it is one of {}", self.name, self.labels.join(", ")))
    }
}
