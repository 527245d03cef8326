//! The tables of the page as rows.

/// A row of one of its tables, whose second cell is code, without whitespace.
pub(crate) type Row = (String, String);

pub(crate) const TEXT: &str = include_str!("../../docs/django.md");

/// Text without its whitespace: where it stands is for readers, and for the formatter.
pub(crate) fn packed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The rows whose second cell begins with code. What follows the code is a note.
pub(crate) fn rows() -> Vec<Row> {
    TEXT.lines().filter(|line| line.starts_with("| `")).filter_map(row).collect()
}

fn row(line: &str) -> Option<Row> {
    // A bar in a cell is written with a backslash.
    let line = line.replace("\\|", "\0");
    let mut cells = line.trim_matches('|').split('|').map(str::trim);
    let (name, here) = (cells.next()?, cells.next()?);
    let code = here.strip_prefix('`')?.split_once('`')?.0;
    Some((name.replace('`', "").replace('\0', "|"), packed(&code.replace('\0', "|"))))
}

/// The models that the page declares, without whitespace: its first block of code, but for the lines that are hidden.
pub(crate) fn models() -> String {
    let block = TEXT.split("```").nth(1).unwrap_or_default();
    block.lines().skip(1).filter(|line| !line.starts_with("# ")).flat_map(str::split_whitespace).collect()
}
