use std::fmt;

use super::{SqlType, Value};

/// The type of a key of several columns: theirs, in the key's order.
///
/// ```
/// use orm::value::{Composite, Field, RowType, SqlType};
///
/// let ty = RowType { parts: &[SqlType::BigInt, SqlType::Integer] };
/// assert_eq!(ty.to_string(), "(bigint, integer)");
/// assert!(matches!(<Composite<(i64, i32)>>::TYPE, SqlType::Row(same) if *same == ty));
/// ```
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct RowType {
    /// The types of the columns, none of which is such a key itself.
    pub parts: &'static [SqlType],
}

impl RowType {
    /// What each of the columns holds of many such keys.
    pub(crate) fn columns_of<'a>(&self, keys: Vec<Value<'a>>) -> Vec<Value<'a>> {
        let mut columns: Vec<Vec<Value<'a>>> = self.parts.iter().map(|_| Vec::with_capacity(keys.len())).collect();
        for key in keys {
            let mut next = columns.iter_mut();
            key.each_part(&mut |part| next.next().into_iter().for_each(|column| column.push(part.clone())));
        }
        self.parts.iter().zip(columns).map(|(part, values)| Value::Array(*part, values)).collect()
    }
}

impl fmt::Display for RowType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, part) in self.parts.iter().enumerate() {
            write!(f, "{}{part}", if index == 0 { "(" } else { ", " })?;
        }
        f.write_str(")")
    }
}
