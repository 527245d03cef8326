//! Cells of the types that take more than a copy of their bytes.

mod numeric;
mod temporal;

pub(crate) use numeric::numeric;
pub(crate) use temporal::{date, timestamp};
