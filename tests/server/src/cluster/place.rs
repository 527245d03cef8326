use std::env;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};

use crate::account::Account;
use crate::unique;

/// The longest directory in which a unix socket can stand: its whole path has at most 103 bytes on macOS.
const LONGEST_DIRECTORY: usize = 103 - "/.s.PGSQL.65535".len();

/// A port on which nobody listens. Somebody may, by the time that the server does.
pub(super) fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
    listener.map(|address| address.port()).map_err(|error| format!("no free port on 127.0.0.1: {error}"))
}

/// The directory for temporary files, or `/tmp` where the server's account cannot use that one.
pub(super) fn parent_directory(account: &Account) -> PathBuf {
    let wanted = env::temp_dir();
    let usable = wanted.is_absolute()
        && unused_directory(&wanted).as_os_str().len() <= LONGEST_DIRECTORY
        && account.allows(&format!("test -w {0} && test -x {0}", quoted(&wanted)));
    if usable { wanted } else { PathBuf::from("/tmp") }
}

/// A directory that does not exist yet.
pub(super) fn unused_directory(parent: &Path) -> PathBuf {
    parent.join(unique::name("orm-postgres", '-'))
}

fn quoted(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', r"'\''"))
}
