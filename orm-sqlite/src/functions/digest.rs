//! Digests of text, in hexadecimal digits.

use std::fmt::Write as _;

use md5::Md5;
use rusqlite::{Connection, Result};
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};

use super::{pure, some_text};

pub(super) fn define(connection: &Connection) -> Result<()> {
    define_one::<Md5>(connection, "md5")?;
    define_one::<Sha224>(connection, "sha224")?;
    define_one::<Sha256>(connection, "sha256")?;
    define_one::<Sha384>(connection, "sha384")?;
    define_one::<Sha512>(connection, "sha512")
}

fn define_one<D: Digest + 'static>(connection: &Connection, name: &str) -> Result<()> {
    pure(connection, name, 1, |context| {
        let mut digits = String::new();
        for byte in D::digest(some_text(context, 0)?.as_bytes()) {
            // Writing to a String cannot fail.
            let _ = write!(digits, "{byte:02x}");
        }
        Ok(digits)
    })
}
