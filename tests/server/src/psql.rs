use std::env;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use crate::binaries;

/// The command-line client.
#[derive(Debug, Clone)]
pub(crate) struct Psql {
    program: PathBuf,
    /// Whether the caller's `PG*` variables hold: they may carry the password for a given server, and would only
    /// disturb one that was started here.
    ambient: bool,
}

impl Psql {
    /// The client that came with a server: the one on PATH may be a wrapper that takes its time.
    pub(crate) fn beside(directory: &Path) -> Result<Self, String> {
        let beside = directory.join("psql");
        let program = if beside.is_file() { Some(beside) } else { binaries::on_path("psql") };
        Ok(Self { program: program.ok_or_else(missing)?, ambient: false })
    }

    /// Any client, for a server that was not started here.
    pub(crate) fn any() -> Result<Self, String> {
        let beside = || binaries::server_directory().ok().map(|found| found.join("psql")).filter(|psql| psql.is_file());
        let program = beside().or_else(|| binaries::on_path("psql"));
        Ok(Self { program: program.ok_or_else(missing)?, ambient: true })
    }

    pub(crate) fn program(&self) -> &Path {
        &self.program
    }

    /// Runs a script and returns its rows, or what the client wrote to stderr.
    pub(crate) fn run(&self, url: &str, sql: &str) -> Result<String, String> {
        let mut command = Command::new(&self.program);
        command.args(["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-d", url]);
        if !self.ambient {
            without_pg_variables(&mut command);
        }
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{}: {error}", self.program.display()))?;
        let stdin = child.stdin.take();
        let output = thread::scope(|scope| {
            // A client that fails early closes its end; why is on stderr.
            scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(sql.as_bytes())));
            child.wait_with_output()
        })
        .map_err(|error| error.to_string())?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned());
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim_end_matches('\n').to_owned())
    }
}

/// Keeps a command from connecting to, or being configured for, the server that the caller's environment names.
pub(crate) fn without_pg_variables(command: &mut Command) {
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("PG") {
            command.env_remove(name);
        }
    }
}

fn missing() -> String {
    "`psql` is neither beside the PostgreSQL server nor on PATH; install PostgreSQL's client programs".to_owned()
}
