use std::error::Error;
use std::fmt;

use bytes::BytesMut;
use orm_core::value::Value;
use orm_core::value::binary::{self, Written};
use postgres_types::{Format, IsNull, ToSql, Type};

/// A parameter as the driver takes it.
///
/// The statement was prepared with the parameters' own types, so that there is nothing to check here.
pub(crate) struct Parameter<'a>(pub(crate) &'a Value<'a>);

impl ToSql for Parameter<'_> {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match binary::put(self.0, out)? {
            Written::Null => Ok(IsNull::Yes),
            Written::Bytes => Ok(IsNull::No),
        }
    }

    fn encode_format(&self, _: &Type) -> Format {
        match self.0 {
            Value::List(element, _) if super::is_text(element) => Format::Text,
            _ => Format::Binary,
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    fn to_sql_checked(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        self.to_sql(ty, out)
    }
}

/// The type alone: the driver logs its parameters, and values may be secret.
impl fmt::Debug for Parameter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.sql_type().name())
    }
}
