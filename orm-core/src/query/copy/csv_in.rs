use std::marker::PhantomData;
use std::pin::Pin;
use std::str;
use std::task::{Context, Poll, ready};

use super::csv_record::{Fed, Record};
use super::input::{Input, invalid};
use super::source::Source;
use super::text::parse;
use crate::error::{Result, shortened};
use crate::model::{Model, NewModel, is_required};
use crate::schema::{Fill, Table};
use crate::value::{Captured, SqlType, Value};

/// New rows that are records of a CSV file.
pub(super) struct Csv<'a, M> {
    input: Input<'a>,
    record: Record,
    /// Known once the first line is read.
    header: Option<Header>,
    model: PhantomData<fn() -> M>,
}

/// Which columns the records give.
struct Header {
    columns: Vec<Given>,
    /// How many fields a record has.
    width: usize,
}

/// A column, and at which places its parts stand: one, unless it is a key of several columns.
struct Given {
    column: usize,
    places: Vec<usize>,
}

impl<'a, M: Model> Csv<'a, M> {
    pub(super) fn new(input: Input<'a>) -> Self {
        Self { input, record: Record::new(), header: None, model: PhantomData }
    }

    /// The row of a whole record; `None` of the header.
    fn row(&mut self) -> Result<Option<M::New>> {
        let record = &self.record;
        let row = match &self.header {
            Some(header) => header.row(record).map(Some),
            None => Header::read(M::TABLE, record).map(|header| {
                self.header = Some(header);
                None
            }),
        };
        row.map_err(|reason| invalid(self.record.line(), reason))
    }
}

impl<M: Model> Source<M::New> for Csv<'_, M> {
    fn poll_row(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<M::New>>> {
        let this = &mut *self;
        loop {
            let input = match ready!(this.input.poll_fill(context)) {
                Ok(input) => input,
                Err(error) => return Poll::Ready(Some(Err(error))),
            };
            let is_over = input.is_empty();
            let (taken, fed) = this.record.feed(input);
            this.input.take(taken);
            match fed {
                Fed::Part => {}
                Fed::Record if is_over && this.record.is_cut_off() => {
                    let reason = "it ends within quotes";
                    return Poll::Ready(Some(Err(invalid(this.record.line(), reason))));
                }
                Fed::Record => {
                    let row = this.row();
                    this.record.clear();
                    if let Some(row) = row.transpose() {
                        return Poll::Ready(Some(row));
                    }
                }
                Fed::End if this.header.is_none() => {
                    return Poll::Ready(Some(Err(invalid(1, "there is no line that names the columns"))));
                }
                Fed::End => return Poll::Ready(None),
            }
        }
    }

    fn bytes(&self) -> Option<u64> {
        Some(self.input.taken())
    }
}

impl Header {
    fn read(table: &'static Table, record: &Record) -> Result<Self, String> {
        let names = (0..record.len()).map(|place| text(record, place).map(Some)).collect::<Result<Vec<_>, _>>();
        let (mut names, mut columns) = (names?, Vec::new());
        for column in 0..table.columns.len() {
            let mut take = |name: &str| {
                let place = names.iter().position(|given| *given == Some(name))?;
                names[place] = None;
                Some(place)
            };
            let mut places: Vec<_> = table.parts(column).map(|part| take(&part.name)).collect();
            if let [place @ None] = &mut *places {
                *place = take(table.columns[column].field);
            }
            let is_given = places.iter().any(Option::is_some);
            match places.iter().copied().collect() {
                Some(places) => columns.push(Given { column, places }),
                None if is_given || is_required(table, column) => return Err(missing(table, column, &places)),
                None => {}
            }
        }
        match names.into_iter().flatten().next() {
            None => Ok(Self { columns, width: record.len() }),
            Some(name) => Err(unknown(table, name)),
        }
    }

    fn row<N: NewModel>(&self, record: &Record) -> Result<N, String> {
        if record.len() != self.width {
            return Err(format!("it has {} fields, and the first line has {}", record.len(), self.width));
        }
        let mut row = N::unset();
        for Given { column, places } in &self.columns {
            let def = &N::Model::TABLE.columns[*column];
            let value = places.iter().zip(types(def.ty)).map(|(place, ty)| {
                let is_filled = def.has_default || def.db_default.is_some() || def.fill != Fill::Given;
                match (record.field(*place), ty) {
                    (([], false), ty) if def.nullable => Ok(Some(Value::Null(ty))),
                    (([], false), _) if is_filled => Ok(None),
                    (([], false), SqlType::Text) => Ok(Some(Value::Text("".into()))),
                    (([], false), _) => Err("it is empty, and takes no NULL".to_owned()),
                    (_, ty) => text(record, *place).and_then(|text| parse(text, ty)).map(Some),
                }
            });
            let named = |reason: String| format!("{}: {reason}", def.field);
            // Where it is left to its default.
            let Some(values) = value.collect::<Result<Option<Vec<_>>, _>>().map_err(named)? else { continue };
            row.read_column(*column, &mut Captured::new(values)).map_err(|error| named(error.to_string()))?;
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
fn unknown(table: &Table, name: &str) -> String {
    let names = (0..table.columns.len()).flat_map(|column| table.parts(column)).map(|part| part.name);
    let name = shortened(name);
    format!(
        "{name:?} is no column of {}, or is named twice: it has {}",
        table.model,
        names.collect::<Vec<_>>().join(", ")
    )
}
