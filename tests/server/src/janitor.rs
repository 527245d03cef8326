use std::io::Write;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;

use crate::psql::Psql;

/// Drops the databases that were made in a given server, when this process is gone. It is a shell that reads names
/// from a pipe and acts when the pipe closes, so it works after a SIGKILL as well.
#[derive(Debug)]
pub(crate) struct Janitor {
    shell: Mutex<Child>,
}

const SCRIPT: &str = r#"
trap '' HUP INT TERM
names=
while read -r name; do names="$names $name"; done
for name in $names; do echo "DROP DATABASE IF EXISTS $name WITH (FORCE);"; done | "$PSQL" -X -q -d "$URL"
"#;

impl Janitor {
    pub(crate) fn start(psql: &Psql, url: &str) -> Result<Self, String> {
        let shell = Command::new("sh")
            .args(["-c", SCRIPT])
            .env("PSQL", psql.program())
            .env("URL", url)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // A group of its own: an interrupt at the keyboard must not take it along.
            .process_group(0)
            .spawn()
            .map_err(|error| format!("sh: {error}"))?;
        Ok(Self { shell: Mutex::new(shell) })
    }

    pub(crate) fn will_drop(&self, database: &str) {
        let mut shell = self.shell.lock().expect("no holder of the janitor panics");
        let names = shell.stdin.as_mut().expect("the janitor's stdin is a pipe");
        writeln!(names, "{database}").expect("the janitor reads until the end");
    }
}
