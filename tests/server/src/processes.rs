use std::fs;
use std::process::{Command, Stdio};

/// Sends a signal (`KILL`, `STOP`, ...) to processes; those that are gone are passed over.
pub(crate) fn signal(name: &str, processes: &[u32]) {
    // The shell's own `kill`: not every machine has one as a program.
    let mut command = Command::new("sh");
    command.args(["-c", r#"signal=$1; shift; for process; do kill -s "$signal" "$process"; done"#, "sh", name]);
    command.args(processes.iter().map(u32::to_string));
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.expect("sh can be run");
}

/// The processes that a process has started.
pub(crate) fn children(parent: u32) -> Vec<u32> {
    pairs().into_iter().filter(|&(_, of)| of == parent).map(|(process, _)| process).collect()
}

/// All processes, each with its parent.
fn pairs() -> Vec<(u32, u32)> {
    if fs::exists("/proc/self/stat").unwrap_or(false) {
        let entries = fs::read_dir("/proc").expect("/proc can be read").flatten();
        return entries.filter_map(|entry| from_stat(&fs::read_to_string(entry.path().join("stat")).ok()?)).collect();
    }
    let output = Command::new("ps").args(["-A", "-o", "pid=", "-o", "ppid="]).output().expect("ps can be run");
    let listing = String::from_utf8_lossy(&output.stdout);
    listing.lines().filter_map(|line| numbers(&mut line.split_whitespace())).collect()
}

/// Reads `7 (a name) S 1 ...`. The name is free text, so the fields after it start at the last parenthesis.
fn from_stat(stat: &str) -> Option<(u32, u32)> {
    let (head, tail) = stat.rsplit_once(')')?;
    let process = head.split_whitespace().next()?;
    numbers(&mut [process, tail.split_whitespace().nth(1)?].into_iter())
}

fn numbers<'a>(words: &mut impl Iterator<Item = &'a str>) -> Option<(u32, u32)> {
    Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use std::process::{self, Command};

    use super::{children, from_stat, signal};

    #[test]
    fn a_stat_line_is_read_past_any_name() {
        assert_eq!(from_stat("12 (a) 3 (b) S 7 12 12 0"), Some((12, 7)));
        assert_eq!(from_stat("nonsense"), None);
    }

    #[test]
    fn a_child_is_found_and_killed() {
        let mut child = Command::new("sleep").arg("60").spawn().unwrap();
        assert!(children(process::id()).contains(&child.id()));
        signal("KILL", &[child.id()]);
        assert!(!child.wait().unwrap().success());
    }
}
