//! The backend, driven as the core drives it: through the driver that the crate registers.

use orm_sqlite as _;

mod connections;
mod keys;
mod limits;
mod sessions;
mod sets;
mod support;
mod values;
