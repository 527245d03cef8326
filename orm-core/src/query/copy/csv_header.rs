use std::str;

use super::csv_record::Record;
use super::text::parse;
use crate::error::{Result, shortened};
use crate::model::{Model, NewModel};
use crate::schema::{Fill, Table};
use crate::value::{Captured, SqlType, Value};

/// Which columns the records give.
pub(super) struct Header {
    columns: Vec<Given>,
    /// How many fields a record has.
    pub(super) width: usize,
}

/// A column, and at which places its parts stand: one, unless it is a key of several columns.
struct Given {
    column: usize,
    places: Vec<usize>,
}

impl Header {
    /// What the first line says.
    pub(super) fn read(table: &'static Table, record: &Record) -> Result<Self, String> {
        let names = (0..record.len()).map(|place| text(record, place).map(Some)).collect::<Result<Vec<_>, _>>();
        let (mut names, mut columns) = (names?, Vec::new());
        let mut take = |name: &str| {
            let place = names.iter().position(|given| *given == Some(name))?;
            names[place] = None;
            Some(place)
        };
        // All of the columns' names first: one of them may be another column's field.
        let mut all: Vec<Vec<_>> =
            (0..table.columns.len()).map(|column| table.parts(column).map(|part| take(&part.name)).collect()).collect();
        for (places, def) in all.iter_mut().zip(table.columns) {
            if let [place @ None] = &mut **places {
                *place = take(def.field);
            }
        }
        // What is called wrong is mostly what is missing elsewhere, so that it is said first.
        if let Some(name) = names.into_iter().flatten().next() {
            return Err(unknown(table, name));
        }
        for (column, places) in all.into_iter().enumerate() {
            let is_given = places.iter().any(Option::is_some);
            match places.iter().copied().collect() {
                // It comes out the same as it went in.
                Some(_) if table.columns[column].fill == Fill::Computed => {}
                Some(places) => columns.push(Given { column, places }),
                None if is_given || table.is_required(column) => return Err(missing(table, column, &places)),
                None => {}
            }
        }
        Ok(Self { columns, width: record.len() })
    }

    /// The row of a record.
    pub(super) fn row<N: NewModel>(&self, record: &Record) -> Result<N, String> {
        if record.len() != self.width {
            return Err(format!("it has {} fields, and the first line has {}", record.len(), self.width));
        }
        let mut row = N::unset();
        for Given { column, places } in &self.columns {
            let (table, column) = (N::Model::TABLE, *column);
            let (def, is_filled) = (&table.columns[column], table.is_filled(column));
            let is_empty = |place: &usize| record.field(*place) == ([].as_slice(), false);
            if let [_, _, ..] = **places
                && (def.nullable || is_filled)
                && places.iter().any(is_empty)
                && !places.iter().all(is_empty)
            {
                return Err(half_given(table, column, places.iter().position(is_empty)));
            }
            let value = places.iter().zip(types(def.ty)).map(|(place, ty)| match (record.field(*place), ty) {
                (([], false), ty) if def.nullable => Ok(Some(Value::Null(ty))),
                (([], false), _) if is_filled => Ok(None),
                (([], false), SqlType::Text) => Ok(Some(Value::Text("".into()))),
                (([], false), _) => Err("it is empty, and takes no NULL".to_owned()),
                (_, ty) => text(record, *place).and_then(|text| parse(text, ty)).map(Some),
            });
            let named = |reason: String| format!("{}: {reason}", def.field);
            // Where it is left to its default.
            let Some(values) = value.collect::<Result<Option<Vec<_>>, _>>().map_err(named)? else { continue };
            row.read_column(column, &mut Captured::new(values)).map_err(|error| named(error.to_string()))?;
        }
        Ok(row)
    }
}

fn text(record: &Record, place: usize) -> Result<&str, String> {
    str::from_utf8(record.field(place).0).map_err(|_| "it is not in UTF-8".to_owned())
}

/// The types of a column's parts.
fn types(ty: SqlType) -> impl Iterator<Item = SqlType> {
    (0..ty.width()).map(move |part| match ty {
        SqlType::Row(row) => row.parts[part],
        ty => ty,
    })
}

#[cold]
fn missing(table: &Table, column: usize, places: &[Option<usize>]) -> String {
    let missing = table.parts(column).zip(places).find(|(_, place)| place.is_none());
    let name = missing.map(|(part, _)| part.name).unwrap_or_default();
    format!("it does not name the column {name}, which a new {} needs", table.model)
}

#[cold]
fn half_given(table: &Table, column: usize, empty: Option<usize>) -> String {
    let name = empty.and_then(|part| table.parts(column).nth(part)).map(|part| part.name).unwrap_or_default();
    let field = table.columns[column].field;
    format!("{field}: {name} is empty and others of its columns are not: give all of them or none")
}

/// What is wrong with the field that is the last one of so many.
#[cold]
pub(super) fn behind_quotes(table: &Table, header: Option<&Header>, fields: usize) -> String {
    let place = fields.saturating_sub(1);
    let of_place =
        |header: &Header| header.columns.iter().find(|given| given.places.contains(&place)).map(|given| given.column);
    let field = match header.and_then(of_place) {
        Some(column) => table.columns[column].field.to_owned(),
        None => format!("field {fields}"),
    };
    format!("{field}: there is text behind its closing quote, and a quote within quotes is written twice")
}

#[cold]
fn unknown(table: &Table, name: &str) -> String {
    let names = (0..table.columns.len()).flat_map(|column| table.parts(column)).map(|part| part.name);
    let name = shortened(name);
    format!(
        "{name:?} is no column of {}, or is named twice: it has {}",
        table.model,
        names.collect::<Vec<_>>().join(", ")
    )
}
