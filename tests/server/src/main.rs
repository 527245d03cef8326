//! Serves an empty database until stdin ends, and prints its URL: a server to try things on, and the process that the
//! tests of this crate kill.

use std::io;

fn main() -> io::Result<()> {
    println!("{}", test_server::postgres().create_database());
    io::copy(&mut io::stdin(), &mut io::sink())?;
    Ok(())
}
