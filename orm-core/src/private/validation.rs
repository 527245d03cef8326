//! What the rules of a model need that are written down in code.

use std::sync::OnceLock;

use crate::error::Invalid;
use crate::value::{Captured, Field, Value};

/// What is made of a regular expression once.
pub type Compiled = OnceLock<Option<regex::Regex>>;

/// What a rule of the program's own says of a value, which is not NULL.
///
/// # Errors
/// What the rule says.
pub fn custom<T: Field, E: Into<Invalid>>(
    value: &Value<'_>,
    check: impl FnOnce(&T) -> Result<(), E>,
) -> Result<(), Invalid> {
    match T::read(&mut Captured::new(vec![value.clone().into_owned()])) {
        Ok(Some(value)) => check(&value).map_err(Into::into),
        Ok(None) => Ok(()),
        Err(error) => Err(Invalid::new(error.to_string())),
    }
}
