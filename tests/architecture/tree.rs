//! The files of the workspace.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a directory with an extension, in order. Build output and hidden directories are passed over.
pub(crate) fn files_below(directory: &Path, extension: &str) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    collect(directory, extension, &mut files)?;
    assert!(!files.is_empty(), "{} has no .{extension} files: has the tree changed?", directory.display());
    files.sort();
    Ok(files)
}

fn collect(directory: &Path, extension: &str, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let path = entry.path();
        let name = entry.file_name();
        if entry.file_type()?.is_dir() {
            if name != "target" && !name.to_string_lossy().starts_with('.') {
                collect(&path, extension, files)?;
            }
        } else if path.extension().is_some_and(|found| found == extension) {
            files.push(path);
        }
    }
    Ok(())
}

/// The module that a source file is: `query/insert.rs` is `["query", "insert"]`, and `lib.rs` is `[]`.
pub(crate) fn module_path(source: &Path, file: &Path) -> Vec<String> {
    let inside = file.strip_prefix(source).unwrap_or(file).with_extension("");
    let parts: Vec<String> = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if parts == ["lib"] { Vec::new() } else { parts }
}

pub(crate) fn relative(file: &Path) -> PathBuf {
    file.strip_prefix(root()).unwrap_or(file).to_owned()
}

pub(crate) fn violation(file: &Path, line: usize, rule: &str) -> String {
    format!("{}:{line}: {rule}", relative(file).display())
}

#[test]
fn a_file_tells_its_module() {
    let source = Path::new("/core/src");
    let module = |file: &str| module_path(source, &source.join(file));
    assert!(module("lib.rs").is_empty());
    assert_eq!(module("query.rs"), ["query"]);
    assert_eq!(module("query/insert.rs"), ["query", "insert"]);
}
