use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// Where packages put versions side by side, and what their directories begin with: Debian and Ubuntu, the packages of
/// postgresql.org for Fedora and its relatives, Homebrew on either kind of Mac.
const PACKAGED: [(&str, &str); 4] = [
    ("/usr/lib/postgresql", ""),
    ("/usr", "pgsql-"),
    ("/opt/homebrew/opt", "postgresql"),
    ("/usr/local/opt", "postgresql"),
];

const MISSING: &str = "\
No PostgreSQL server was found: no directory of PATH holds `initdb` and `postgres`, and no package is installed in its
usual place. The tests start a throwaway server from these programs. Install them:
    Debian, Ubuntu:  apt-get install postgresql
    Fedora, RHEL:    dnf install postgresql-server
    Arch, Alpine:    pacman -S postgresql, apk add postgresql
    macOS:           brew install postgresql
or set DATABASE_URL to the URL of a server in which its user may create databases.";

/// The directory with the server's programs: the first of PATH that has them, else the newest package.
pub(crate) fn server_directory() -> Result<PathBuf, String> {
    let packaged = PACKAGED.map(|(parent, prefix)| (Path::new(parent), prefix));
    find(env::var_os("PATH").as_deref(), &packaged).ok_or_else(|| MISSING.to_owned())
}

/// A program on PATH.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|directory| directory.join(program)).find(|found| found.is_file())
}

fn find(path: Option<&OsStr>, packaged: &[(&Path, &str)]) -> Option<PathBuf> {
    let on_path = path.and_then(|path| env::split_paths(path).find(|directory| holds_server(directory)));
    on_path.map(|directory| behind_links(&directory)).or_else(|| newest(packaged))
}

fn holds_server(directory: &Path) -> bool {
    directory.join("initdb").is_file() && directory.join("postgres").is_file()
}

/// Links to single programs are followed, because the rest of the package (`psql`) stands where they lead.
fn behind_links(directory: &Path) -> PathBuf {
    let initdb = fs::canonicalize(directory.join("initdb")).ok();
    let real = initdb.and_then(|initdb| initdb.parent().map(Path::to_owned)).filter(|real| holds_server(real));
    real.unwrap_or_else(|| directory.to_owned())
}

fn newest(packaged: &[(&Path, &str)]) -> Option<PathBuf> {
    let candidates = packaged.iter().flat_map(|(parent, prefix)| {
        fs::read_dir(parent).into_iter().flatten().flatten().filter_map(move |entry| {
            let name = entry.file_name();
            let version = version(name.to_str()?.strip_prefix(prefix)?)?;
            Some((version, entry.path().join("bin")))
        })
    });
    candidates.filter(|(_, directory)| holds_server(directory)).max().map(|(_, directory)| directory)
}

/// Reads `15`, `9.6`, `@16` and, for Homebrew's unversioned formula, nothing at all.
fn version(name: &str) -> Option<(u32, u32)> {
    let name = name.strip_prefix('@').unwrap_or(name);
    if name.is_empty() {
        return Some((0, 0));
    }
    let (major, minor) = name.split_once('.').unwrap_or((name, "0"));
    Some((major.parse().ok()?, minor.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use std::env;
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::path::{Path, PathBuf};

    use super::{MISSING, find, version};

    struct Machine(PathBuf);

    impl Machine {
        fn new() -> Self {
            let root = env::temp_dir().join(crate::unique::name("orm-binaries", '-'));
            fs::create_dir(&root).unwrap();
            Self(fs::canonicalize(root).unwrap())
        }

        fn install(&self, directory: &str, programs: &[&str]) -> PathBuf {
            let directory = self.0.join(directory);
            fs::create_dir_all(&directory).unwrap();
            for program in programs {
                fs::write(directory.join(program), "").unwrap();
            }
            directory
        }
    }

    impl Drop for Machine {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }

    const SERVER: [&str; 3] = ["initdb", "postgres", "psql"];

    #[test]
    fn path_comes_before_packages() {
        let machine = Machine::new();
        machine.install("lib/17/bin", &SERVER);
        let client = machine.install("client", &["psql", "initdb"]);
        let server = machine.install("server", &SERVER);
        let path = env::join_paths([&client, &server]).unwrap();
        assert_eq!(find(Some(&path), &[(&machine.0.join("lib"), "")]), Some(server));
    }

    #[test]
    fn the_newest_package_is_taken() {
        let machine = Machine::new();
        machine.install("lib/9.6/bin", &SERVER);
        let newest = machine.install("lib/16/bin", &SERVER);
        machine.install("lib/17/bin", &["psql"]);
        machine.install("opt/postgresql@15/bin", &SERVER);
        let packaged = [(machine.0.join("lib"), ""), (machine.0.join("opt"), "postgresql")];
        let packaged = packaged.each_ref().map(|(parent, prefix)| (parent.as_path(), *prefix));
        assert_eq!(find(None, &packaged), Some(newest));
    }

    #[test]
    fn links_to_programs_are_followed() {
        let machine = Machine::new();
        let real = machine.install("lib/15/bin", &SERVER);
        let links = machine.install("links", &[]);
        for program in ["initdb", "postgres"] {
            symlink(real.join(program), links.join(program)).unwrap();
        }
        assert_eq!(find(Some(links.as_os_str()), &[]), Some(real));
    }

    #[test]
    fn nothing_found_says_how_to_install() {
        assert_eq!(find(None, &[(Path::new("/nowhere"), "")]), None);
        assert!(MISSING.contains("apt-get install postgresql") && MISSING.contains("DATABASE_URL"));
    }

    #[test]
    fn versions_are_numbers() {
        assert!(version("9.6") < version("10") && version("") < version("@9"));
        assert_eq!(version("common"), None);
    }
}
