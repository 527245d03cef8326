//! Parameters in PostgreSQL's binary format.

mod cell;
mod check;
mod parameter;

use orm_core::value::SqlType;

pub(crate) use cell::Cell;
pub(crate) use check::check;
pub(crate) use parameter::Parameter;

/// What a parameter's encoding can fail with, after [`check`] has passed: nothing that a program can cause.
type Unencodable = orm_core::value::binary::Unencodable;

/// Whether lists of these are sent as text: the server alone knows the number of their type.
fn is_text(element: &SqlType) -> bool {
    matches!(element, SqlType::Enum(_))
}
