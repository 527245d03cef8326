//! SQL types, and how Rust types become parameters and come back out of rows.
//!
//! [`Field`] is the trait that a type implements to be stored in a column; [`Value`] is what a parameter is
//! on its way to a backend, and [`RowReader`] is what a row is on its way back. Nothing here knows a database.

pub mod binary;
mod captured;
mod cell;
mod column_type;
mod composite;
mod domain;
mod enum_type;
mod field;
mod interval;
#[cfg(feature = "jiff")]
mod jiff_types;
mod json;
mod key;
mod list;
mod network;
mod nullability;
mod range;
mod read_error;
mod row_reader;
mod row_type;
mod same;
mod scalars;
mod sql_type;
mod temporal;
#[cfg(feature = "time")]
mod time_types;
mod value;
mod whole;

pub use captured::Captured;
pub use cell::{Cell, Slot};
pub use column_type::{ColumnType, Kind};
pub use composite::Composite;
pub(crate) use composite::composites;
pub use domain::Domain;
pub use enum_type::EnumType;
pub use field::Field;
pub use interval::{Interval, InvalidInterval};
pub use json::Json;
pub(crate) use json::{NOT_IN_JSON, Strict};
pub use key::{Key, KeyColumn, KeyPart, key_column};
pub use network::{InvalidNetwork, IpNetwork};
pub use nullability::{FitsIn, NotNull, Null, Nullability};
pub use range::{Endpoint, InvalidRange, Range, RangeElement, RangeType};
pub use read_error::{ReadError, ReadResult};
pub use row_reader::RowReader;
pub use row_type::RowType;
pub(crate) use same::Same;
pub use sql_type::SqlType;
pub use temporal::Moment;
pub(crate) use temporal::date_from_days;
pub(crate) use temporal::now;
pub use value::Value;
