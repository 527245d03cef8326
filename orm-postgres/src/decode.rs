//! Cells of the types that take more than a copy of their bytes.

mod list;
mod network;
mod numeric;
mod range;
mod temporal;

pub(crate) use list::Elements;
pub(crate) use network::{address, network};
pub(crate) use numeric::numeric;
pub(crate) use range::range;
pub(crate) use temporal::{date, timestamp};
