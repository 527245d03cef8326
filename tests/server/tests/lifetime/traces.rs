//! What a running server has on the machine, watched from outside.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

pub(crate) struct Traces {
    directory: PathBuf,
    group: u32,
    children: Vec<u32>,
}

struct Process {
    id: u32,
    parent: u32,
    group: u32,
    ended: bool,
}

impl Traces {
    /// The traces of the server that a URL leads to.
    pub(crate) fn of(url: &str) -> Self {
        let data = PathBuf::from(test_server::postgres().psql(url, "SHOW data_directory;"));
        let status = fs::read_to_string(data.join("postmaster.pid")).unwrap();
        let server: u32 = status.lines().next().unwrap().trim().parse().unwrap();
        let processes = processes();
        let group = processes.iter().find(|process| process.id == server).unwrap().group;
        assert!(processes.iter().filter(|process| process.group == group).count() >= 3, "server, guard and its reader");
        let children = processes.iter().filter(|process| process.parent == server).map(|process| process.id).collect();
        Self { directory: data.parent().unwrap().to_owned(), group, children }
    }

    /// Whether any of them is still there.
    pub(crate) fn any(&self) -> bool {
        let ours = |process: &Process| process.group == self.group || self.children.contains(&process.id);
        self.directory.exists() || processes().iter().any(|process| !process.ended && ours(process))
    }
}

/// Waits for a condition that another process brings about.
pub(crate) fn eventually(what: &str, condition: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !condition() {
        assert!(Instant::now() < deadline, "not in a minute: {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

fn processes() -> Vec<Process> {
    if PathBuf::from("/proc/self/stat").exists() {
        let entries = fs::read_dir("/proc").unwrap().flatten();
        return entries.filter_map(|entry| from_stat(&fs::read_to_string(entry.path().join("stat")).ok()?)).collect();
    }
    let output = Command::new("ps").args(["-A", "-o", "pid=,stat=,ppid=,pgid="]).output().unwrap();
    String::from_utf8_lossy(&output.stdout).lines().filter_map(|line| from_words(line.split_whitespace())).collect()
}

fn from_stat(stat: &str) -> Option<Process> {
    let (head, tail) = stat.rsplit_once(')')?;
    from_words(head.split_whitespace().take(1).chain(tail.split_whitespace()))
}

/// Reads process, state, parent and group.
fn from_words<'a>(mut words: impl Iterator<Item = &'a str>) -> Option<Process> {
    let id = words.next()?.parse().ok()?;
    // A process that has ended keeps its entry until its parent asks for it.
    let ended = words.next()?.starts_with('Z');
    Some(Process { id, ended, parent: words.next()?.parse().ok()?, group: words.next()?.parse().ok()? })
}
