use std::borrow::Cow;

use bytes::{BufMut, BytesMut};

use super::rows_out::Format;
use super::text::write;
use crate::error::Result;
use crate::sql::{Columns, Dialect};
use crate::value::{Captured, ReadError, ReadResult, RowReader, SqlType};

/// Rows as CSV.
pub(super) struct Csv;

impl Format for Csv {
    fn header(columns: &Columns, _: Dialect, out: &mut BytesMut) -> Result<()> {
        header(columns, out);
        Ok(())
    }

    fn row(types: &[SqlType], row: &mut dyn RowReader, out: &mut BytesMut) -> ReadResult<()> {
        let mut cell = String::new();
        for (place, ty) in types.iter().enumerate() {
            if place > 0 {
                out.put_u8(b',');
            }
            if let SqlType::Text = ty {
                // Without a copy.
                row.text()?.into_iter().for_each(|text| field(text, out));
                continue;
            }
            for value in Captured::read(row, [*ty])?.into_values().filter(|value| !value.is_null()) {
                cell.clear();
                write(&value, &mut cell)
                    .map_err(|_| ReadError::invalid("the day is too far away to be written as text"))?;
                field(&cell, out);
            }
        }
        out.put_u8(b'\n');
        Ok(())
    }
}

/// The names of the columns; of what has none, its place.
fn header(columns: &Columns, out: &mut BytesMut) {
    let names: Vec<Cow<'static, str>> = match columns {
        Columns::Table(table) => {
            table.selected().flat_map(|column| table.parts(column)).map(|part| part.name).collect()
        }
        Columns::Some(table, columns) => {
            columns.iter().flat_map(|&column| table.parts(column)).map(|part| part.name).collect()
        }
        columns => columns.iter().map(|column| column.field.into()).collect(),
    };
    for (place, name) in names.into_iter().enumerate() {
        if place > 0 {
            out.put_u8(b',');
        }
        match &*name {
            // What is no field is described, and no name of a field has spaces.
            name if name.is_empty()
                || name.contains(' ') && !matches!(columns, Columns::Table(_) | Columns::Some(..)) =>
            {
                field(&format!("column_{}", place + 1), out);
            }
            name => field(name, out),
        }
    }
    out.put_u8(b'\n');
}

/// A cell, in quotes where it could be taken for something else; so is empty text, because a cell of nothing is NULL.
fn field(text: &str, out: &mut BytesMut) {
    let is_plain = !text.is_empty() && !text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'));
    if is_plain && !text.starts_with('\u{feff}') {
        return out.put_slice(text.as_bytes());
    }
    out.put_u8(b'"');
    for (place, part) in text.split('"').enumerate() {
        if place > 0 {
            out.put_slice(b"\"\"");
        }
        out.put_slice(part.as_bytes());
    }
    out.put_u8(b'"');
}
