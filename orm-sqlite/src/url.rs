use std::path::PathBuf;

use orm_core::{Error, Result};

/// Where a database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Location {
    /// In memory, gone when it is closed.
    Memory,
    /// In a file.
    File { path: PathBuf, mode: Mode },
}

/// What may be done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// It must exist, and nothing writes to it.
    ReadOnly,
    /// It is created where it is missing.
    ReadWrite,
}

impl Location {
    /// Reads `sqlite::memory:`, `sqlite:path`, `sqlite://relative/path` and `sqlite:///absolute/path`.
    pub(crate) fn parse(url: &str) -> Result<Self> {
        let rest = url.strip_prefix("sqlite:").ok_or_else(|| invalid("it does not start with sqlite:"))?;
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        let (path, options) = rest.split_once('?').unwrap_or((rest, ""));
        let mode = parse_mode(options)?;
        match (path, mode) {
            ("", _) => Err(invalid("it names no file; write sqlite://file.db or sqlite::memory:")),
            (":memory:", Mode::ReadOnly) => Err(invalid("a database in memory starts empty and cannot be read only")),
            (":memory:", Mode::ReadWrite) => Ok(Self::Memory),
            (path, _) if path.contains('\0') => Err(invalid("the path contains a NUL")),
            (path, mode) => Ok(Self::File { path: PathBuf::from(path), mode }),
        }
    }
}

fn parse_mode(options: &str) -> Result<Mode> {
    let mut mode = Mode::ReadWrite;
    for option in options.split('&').filter(|option| !option.is_empty()) {
        match option {
            "mode=ro" => mode = Mode::ReadOnly,
            other => return Err(invalid(format!("unknown option {other:?}; SQLite takes mode=ro"))),
        }
    }
    Ok(mode)
}

fn invalid(reason: impl Into<String>) -> Error {
    Error::InvalidUrl { reason: reason.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, mode: Mode) -> Location {
        Location::File { path: path.into(), mode }
    }

    #[test]
    fn places() -> Result<()> {
        assert_eq!(Location::parse("sqlite::memory:")?, Location::Memory);
        assert_eq!(Location::parse("sqlite:app.db")?, file("app.db", Mode::ReadWrite));
        assert_eq!(Location::parse("sqlite://data/app.db")?, file("data/app.db", Mode::ReadWrite));
        assert_eq!(Location::parse("sqlite:///data/app.db")?, file("/data/app.db", Mode::ReadWrite));
        assert_eq!(Location::parse("sqlite://app.db?mode=ro")?, file("app.db", Mode::ReadOnly));
        Ok(())
    }

    #[test]
    fn refusals() {
        for url in
            ["sqlite:", "sqlite://", "sqlite://a.db?cache=shared", "sqlite://a.db?mode=rw", "sqlite::memory:?mode=ro"]
        {
            assert!(matches!(Location::parse(url), Err(Error::InvalidUrl { .. })), "{url}");
        }
    }
}
