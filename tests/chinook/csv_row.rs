use std::fmt::Debug;
use std::path::Path;
use std::str::FromStr;

use chrono::NaiveDateTime;
use csv::{Reader, StringRecord};

/// Where Chinook lies.
pub(crate) fn data(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/chinook").join(file);
    path.to_str().expect("a path of text").to_owned()
}

/// One row of a CSV file, whose cells are asked for by name. An empty cell is NULL.
pub(crate) struct CsvRow {
    names: StringRecord,
    cells: StringRecord,
}

/// The rows of a table's file.
pub(crate) fn rows(table: &str) -> Vec<CsvRow> {
    let mut reader = Reader::from_path(data(&format!("{table}.csv"))).unwrap();
    let names = reader.headers().unwrap().clone();
    reader.records().map(|cells| CsvRow { names: names.clone(), cells: cells.unwrap() }).collect()
}

impl CsvRow {
    pub(crate) fn nullable<T: FromStr<Err: Debug>>(&self, name: &str) -> Option<T> {
        let column = self.names.iter().position(|column| column == name).unwrap_or_else(|| panic!("no column {name}"));
        let cell = &self.cells[column];
        (!cell.is_empty()).then(|| cell.parse().unwrap())
    }

    pub(crate) fn get<T: FromStr<Err: Debug>>(&self, name: &str) -> T {
        self.nullable(name).unwrap_or_else(|| panic!("{name} is empty in {:?}", self.cells))
    }

    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.nullable(name)
    }

    pub(crate) fn moment(&self, name: &str) -> Option<NaiveDateTime> {
        self.text(name).map(|cell| NaiveDateTime::parse_from_str(&cell, "%Y-%m-%d %H:%M:%S").unwrap())
    }
}
