mod guard;
mod place;

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::account::Account;
use crate::binaries;
use crate::processes;
use guard::{Failure, Guard};

/// How often a port that somebody else took in between is tried again.
const ATTEMPTS: u32 = 5;

/// A running PostgreSQL server with a directory of its own.
#[derive(Debug)]
pub(crate) struct Cluster {
    binaries: PathBuf,
    port: u16,
    /// Empty once the server has been killed. Its processes are signalled under this lock alone, so never after that.
    guard: Mutex<Option<Guard>>,
}

impl Cluster {
    pub(crate) fn start() -> Result<Self, String> {
        let binaries = binaries::server_directory()?;
        let account = Account::unprivileged()?;
        let parent = place::parent_directory(&account);
        let mut attempt = 1;
        loop {
            let port = place::free_port()?;
            match Guard::start(&account, &binaries, &place::unused_directory(&parent), port) {
                Ok(guard) => return Ok(Self { binaries, port, guard: Mutex::new(Some(guard)) }),
                Err(Failure::PortTaken) if attempt < ATTEMPTS => attempt += 1,
                Err(failure) => return Err(failure.to_string()),
            }
        }
    }

    pub(crate) fn binaries(&self) -> &Path {
        &self.binaries
    }

    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    pub(crate) fn kill(&self) {
        let Some(guard) = self.guard.lock().expect("no holder of the guard panics").take() else { return };
        let server = guard.server();
        // Stopped first, so that it starts no process after its children are counted.
        processes::signal("STOP", &[server]);
        let mut all = vec![server];
        all.extend(processes::children(server));
        processes::signal("KILL", &all);
        guard.wait();
    }

    pub(crate) fn pause(&self) {
        self.with_server(|server| {
            processes::signal("STOP", &[server]);
            processes::signal("STOP", &processes::children(server));
        });
    }

    pub(crate) fn resume(&self) {
        self.with_server(resume);
    }

    fn with_server(&self, act: impl FnOnce(u32)) {
        let guard = self.guard.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        act(guard.as_ref().expect("the server has been killed").server());
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let guard = self.guard.get_mut().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(guard) = guard.take() {
            // Stopped processes would answer the request to end only when they are killed, seconds later.
            resume(guard.server());
            guard.stop();
        }
    }
}

fn resume(server: u32) {
    let mut all = processes::children(server);
    all.push(server);
    processes::signal("CONT", &all);
}
