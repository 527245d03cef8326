//! Rows at hand, written together, each with its own values.

use chrono::{DateTime, Utc};

use super::computed::refuse_kept_by_others;
use super::provenance::attach_written;
use super::update_each::{Update, refuse_repeated, send};
use super::version::counted;
use crate::database::Db;
use crate::error::{Error, Result};
use crate::model::Model;
use crate::schema::{Fill, Table};
use crate::validation;
use crate::value::{Value, now};

/// Writes these columns of the rows, or all but the key; and says how many rows of the database were written. Where rows have versions,
/// it is all of them or none.
pub(super) async fn bulk_update<M: Model>(db: Db, rows: &mut [M], columns: Option<Vec<usize>>) -> Result<u64> {
    if M::TABLE.version().is_some() {
        return all_of(db, rows, columns, Error::StaleObject { model: M::TABLE.model }).await;
    }
    let written = write(&db, rows, columns).await?;
    written.tell(&db, rows)
}

/// Writes rows that must all be there.
pub(super) async fn bulk_save<M: Model>(db: Db, rows: &mut [M]) -> Result<()> {
    let model = M::TABLE.model;
    let missing = match M::TABLE.version() {
        Some(_) => Error::StaleObject { model },
        None => Error::DoesNotExist { model },
    };
    all_of(db, rows, None, missing).await.map(drop)
}

/// Writes all of the rows, or none where one is missing.
async fn all_of<M: Model>(db: Db, rows: &mut [M], columns: Option<Vec<usize>>, missing: Error) -> Result<u64> {
    let wanted = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    let writing = async {
        let written = write(&db, rows, columns).await?;
        let is_missing = !written.columns.is_empty() && written.rows < wanted;
        if is_missing { Err(missing) } else { Ok(written) }
    };
    let written = db.as_one(writing).await?;
    written.tell(&db, rows)
}

/// What was written.
struct Written {
    rows: u64,
    columns: Vec<usize>,
    moment: DateTime<Utc>,
}

impl Written {
    /// Lets the rows at hand know.
    fn tell<M: Model>(self, db: &Db, rows: &mut [M]) -> Result<u64> {
        // Where nothing was to be written, nothing has changed.
        for row in rows.iter_mut().filter(|_| !self.columns.is_empty()) {
            row.touch(self.moment);
            counted(row)?;
            attach_written(db, row, self.columns.iter().copied());
        }
        Ok(self.rows)
    }
}

async fn write<M: Model>(db: &Db, rows: &[M], columns: Option<Vec<usize>>) -> Result<Written> {
    let is_whole = columns.is_none();
    let operation = if columns.is_some() { "bulk_update" } else { "bulk_save" };
    let columns = written_columns(M::TABLE, columns)?;
    let moment = Utc::now();
    if rows.is_empty() || columns.is_empty() {
        return Ok(Written { rows: 0, columns: Vec::new(), moment });
    }
    match is_whole {
        true => validation::rows(rows, &columns, 0)?,
        false => validation::named(rows, &columns)?,
    }
    let at_hand: Vec<_> = rows.iter().map(|row| AtHand { row, columns: &columns, moment }).collect();
    refuse_repeated(operation, M::TABLE, &at_hand)?;
    let rows = match is_whole && M::TABLE.deferred().next().is_some() {
        true => Box::pin(send_given(db, &columns, rows, moment)).await?,
        false => send(db, M::TABLE, &columns, &at_hand).await?,
    };
    Ok(Written { rows, columns, moment })
}

/// Writes of each row those of the columns that it has, rows that have the same ones together. Whoever writes whole rows does it as one.
async fn send_given<M: Model>(db: &Db, columns: &[usize], rows: &[M], moment: DateTime<Utc>) -> Result<u64> {
    let mut groups: Vec<(Vec<usize>, Vec<&M>)> = Vec::new();
    for row in rows {
        let given = given(row, columns);
        match groups.iter_mut().find(|(others, _)| *others == given) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((given, vec![row])),
        }
    }
    let mut sent = 0;
    for (columns, rows) in &groups {
        let at_hand: Vec<_> = rows.iter().map(|row| AtHand { row: *row, columns, moment }).collect();
        // Where a row has nothing but deferred columns, and none of them, it is not asked whether it is there.
        sent += match columns.is_empty() && M::TABLE.version().is_none() {
            true => u64::try_from(rows.len()).unwrap_or(u64::MAX),
            false => send(db, M::TABLE, columns, &at_hand).await?,
        };
    }
    Ok(sent)
}

/// Those of the columns that this row has.
pub(super) fn given<M: Model>(row: &M, columns: &[usize]) -> Vec<usize> {
    columns.iter().copied().filter(|&column| row.is_given(column)).collect()
}

/// A row at hand, of which these columns are written.
struct AtHand<'a, M> {
    row: &'a M,
    columns: &'a [usize],
    moment: DateTime<Utc>,
}

impl<M: Model> Update for AtHand<'_, M> {
    fn key(&self) -> Value<'_> {
        self.row.column(M::TABLE.primary_key)
    }

    fn each(&self, take: &mut dyn FnMut(usize, Value<'_>)) {
        take(0, self.key());
        let columns = self.columns.iter().copied().chain(M::TABLE.version());
        self.row.cells(&mut |cells| {
            for (place, column) in columns.clone().enumerate() {
                let def = &M::TABLE.columns[column];
                let value = if def.fill == Fill::OnWrite { now(def.ty, self.moment) } else { cells[column].to_value() };
                take(place + 1, value);
            }
        });
    }
}

/// What is written of a row, away from it.
pub(super) struct Values(Vec<Value<'static>>);

impl Values {
    pub(super) fn of<M: Model>(row: &M, columns: &[usize], moment: DateTime<Utc>) -> Self {
        let mut values = Vec::with_capacity(columns.len() + 2);
        AtHand { row, columns, moment }.each(&mut |_, value| values.push(value.into_owned()));
        Self(values)
    }

    /// The value of a column, by its place among those that are written.
    pub(super) fn column_mut(&mut self, place: usize) -> &mut Value<'static> {
        &mut self.0[place + 1]
    }
}

impl Update for Values {
    fn key(&self) -> Value<'_> {
        self.0[0].borrowed()
    }

    fn each(&self, take: &mut dyn FnMut(usize, Value<'_>)) {
        self.0.iter().enumerate().for_each(|(place, value)| take(place, value.borrowed()));
    }
}

/// The columns that are asked for, each once, and those that hold the moment of the last write.
pub(super) fn written_columns(table: &'static Table, asked: Option<Vec<usize>>) -> Result<Vec<usize>> {
    let all = || (0..table.columns.len()).filter(|&column| !table.is_key(column)).collect();
    refuse_kept_by_others(table, asked.as_deref().unwrap_or_default())?;
    let mut columns: Vec<usize> = Vec::new();
    for column in asked.unwrap_or_else(all) {
        if let Some(Fill::Version | Fill::Computed) = table.columns.get(column).map(|def| def.fill) {
            continue;
        }
        if table.is_key(column) {
            let field = table.at(column).field;
            let reason = format!("bulk_update of {} finds rows by their key, and {field} is of it", table.model);
            return Err(Error::Unsupported { reason });
        }
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    let moments = (0..table.columns.len()).filter(|&column| table.columns[column].fill == Fill::OnWrite);
    if !columns.is_empty() {
        columns.extend(moments.filter(|column| !columns.contains(column)).collect::<Vec<_>>());
    }
    Ok(columns)
}
