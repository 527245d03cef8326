use std::fmt;
use std::fs;
use std::io::Read;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::account::Account;
use crate::psql;

const SCRIPT: &str = include_str!("guard.sh");
const PATIENCE: Duration = Duration::from_secs(60);

/// The shell that started a server, stops it when this process is gone, and cleans up behind it.
#[derive(Debug)]
pub(super) struct Guard {
    shell: Child,
    server: u32,
}

/// Why a server did not start.
pub(super) enum Failure {
    PortTaken,
    Other(String),
}

impl Guard {
    /// Starts a server and returns when it accepts connections.
    pub(super) fn start(account: &Account, binaries: &Path, directory: &Path, port: u16) -> Result<Self, Failure> {
        let mut command = account.shell(SCRIPT);
        psql::without_pg_variables(&mut command);
        let mut shell = command
            .env("BIN", binaries)
            .env("DIR", directory)
            .env("PORT", port.to_string())
            // Messages are searched below. The time zone becomes the server's, and saves initdb a search for it.
            .env("LC_ALL", "C")
            .env("TZ", "UTC")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            // A group of its own: signals for the group of the tests must not end the guard before its work is done.
            .process_group(0)
            .spawn()
            .map_err(|error| Failure::Other(format!("{:?}: {error}", command.get_program())))?;
        let server = wait_until_ready(&mut shell, &directory.join("data/postmaster.pid"))?;
        Ok(Self { shell, server })
    }

    /// The process id of the server's first process.
    pub(super) fn server(&self) -> u32 {
        self.server
    }

    /// Stops the server at once and waits until it and its directory are gone.
    pub(super) fn stop(mut self) {
        drop(self.shell.stdin.take());
        self.wait();
    }

    /// Waits until the server, ended by other means, and its directory are gone.
    pub(super) fn wait(mut self) {
        // Taken out, because waiting for a child closes its stdin: the guard is to see how the server ended.
        let stdin = self.shell.stdin.take();
        self.shell.wait().expect("a child can be waited for");
        drop(stdin);
    }
}

fn wait_until_ready(shell: &mut Child, status: &Path) -> Result<u32, Failure> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(server) = fs::read_to_string(status).ok().and_then(|status| ready(&status)) {
            return Ok(server);
        }
        let ended = shell.try_wait().map_err(|error| Failure::Other(error.to_string()))?.is_some();
        let late = Instant::now() > deadline;
        if ended || late {
            drop(shell.stdin.take());
            return Err(Failure::read(shell, late));
        }
        thread::sleep(Duration::from_millis(5));
    }
}

/// Reads the server's process id from its status file, once that says that the server is ready.
fn ready(status: &str) -> Option<u32> {
    let mut lines = status.lines();
    let server = lines.next()?.trim().parse().ok()?;
    (lines.nth(6)?.trim() == "ready").then_some(server)
}

impl Failure {
    fn read(shell: &mut Child, late: bool) -> Self {
        let mut log = String::new();
        if let Some(stderr) = &mut shell.stderr {
            // What cannot be read is left out of the message.
            let _ = stderr.read_to_string(&mut log);
        }
        if log.contains("could not create any TCP/IP sockets") {
            return Self::PortTaken;
        }
        let what = if late { "did not get ready in a minute" } else { "did not start" };
        Self::Other(format!("the PostgreSQL server for the tests {what}; its log ends with:\n{}", log.trim()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PortTaken => formatter.write_str("no port stayed free for the PostgreSQL server of the tests"),
            Self::Other(message) => formatter.write_str(message),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ready;

    #[test]
    fn a_server_is_ready_when_its_status_file_says_so() {
        let status = |word: &str| format!("42\n/data\n1700000000\n5432\n/run\n127.0.0.1\n  1  2\n{word}   \n");
        assert_eq!(ready(&status("ready")), Some(42));
        assert_eq!(ready(&status("starting")), None);
        assert_eq!(ready("42\n/data\n"), None);
    }
}
