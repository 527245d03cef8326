//! Mistakes that do not compile, and what the compiler says about each.
//!
//! Each file below `tests/ui` is one mistake, with the message beside it in `.stderr`. After a change to a message,
//! `TRYBUILD=overwrite cargo test --test compile_fail` writes the new ones: read them as the user who meets them.
//! No message quotes the standard library, whose source not every machine has, nor lists what other crates offer.

use std::error::Error;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The fewest mistakes that are pinned.
const MISTAKES: usize = 45;
/// The length of the message in the middle, in lines.
const MEDIAN: usize = 12;
/// The longest message, in lines.
const LONGEST: usize = 40;

#[test]
fn mistakes_are_explained() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*/*.rs");
}

#[test]
fn explanations_are_short() -> Result<(), Box<dyn Error>> {
    let mut lengths = Vec::new();
    for file in messages()? {
        let lines = fs::read_to_string(&file)?.lines().count();
        assert!(lines <= LONGEST, "{} has {lines} lines, and at most {LONGEST} are read", file.display());
        lengths.push(lines);
    }
    lengths.sort_unstable();
    assert!(lengths.len() >= MISTAKES, "only {} mistakes are pinned, fewer than {MISTAKES}", lengths.len());
    let median = lengths[lengths.len() / 2];
    assert!(
        median <= MEDIAN,
        "half of the messages have {median} lines or more, and {MEDIAN} are allowed: {lengths:?}"
    );
    Ok(())
}

/// A message names what the user wrote: no paths of one machine, and nothing that only the library knows.
#[test]
fn explanations_name_no_internals() -> Result<(), Box<dyn Error>> {
    const INTERNALS: [&str; 7] =
        ["$RUST", "__private", "__F", "orm_core::", "/home/", "/root/", "derive macro `Model`"];
    for file in messages()? {
        let text = fs::read_to_string(&file)?;
        for internal in INTERNALS {
            assert!(!text.contains(internal), "{} shows `{internal}`", file.display());
        }
    }
    Ok(())
}

fn messages() -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for group in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui"))? {
        for file in fs::read_dir(group?.path())? {
            files.push(file?.path());
        }
    }
    files.retain(|file| file.extension() == Some(OsStr::new("stderr")));
    files.sort();
    Ok(files)
}
