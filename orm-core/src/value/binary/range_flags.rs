//! What PostgreSQL says of a range before its bounds.

pub const EMPTY: u8 = 0x01;
pub const LOWER_INCLUDED: u8 = 0x02;
pub const UPPER_INCLUDED: u8 = 0x04;
pub const LOWER_UNBOUNDED: u8 = 0x08;
pub const UPPER_UNBOUNDED: u8 = 0x10;
