//! Whole rows, and the values that an update sets.

use super::draft::has_stand_in;
use super::value::{check, is_ruled};
use super::{Draft, Problems, Stage};
use crate::error::{InvalidField, Result};
use crate::model::{Model, NewModel};
use crate::schema::Table;
use crate::value::Value;

/// One new row. `ruled` are the columns that rules are about; those that the database is to fill are not looked at.
pub(crate) fn new_row<N: NewModel>(row: &N, ruled: &[usize], stage: Stage) -> Result<()> {
    let mut problems = Problems::default();
    if stage != Stage::Nothing {
        add_new(row, ruled, stage, &mut problems);
    }
    problems.finish(N::Model::TABLE)
}

/// New rows of a call for many, each named by its place also where it is the only one.
pub(crate) fn new_rows<N: NewModel>(rows: &[N], ruled: &[usize], stage: Stage) -> Result<()> {
    if stage == Stage::Nothing || ruled.is_empty() && !N::Model::HAS_RULES {
        return Ok(());
    }
    let mut problems = Problems::default();
    for (number, new) in rows.iter().enumerate() {
        let before = problems.len();
        add_new(new, ruled, stage, &mut problems);
        problems.in_row(before, number);
    }
    problems.finish(N::Model::TABLE)
}

/// What is wrong with new rows of which this foreign key is not known yet, each named by its place; and what is to be asked of them when
/// it is.
pub(crate) fn without<N: NewModel>(rows: &[N], pending: Option<usize>) -> (Vec<InvalidField>, Stage) {
    let table = N::Model::TABLE;
    let ruled = all_ruled(table);
    let stage = match pending {
        None => Stage::All,
        Some(column) if has_stand_in::<N>(column) => Stage::Without(column),
        Some(column) => Stage::OfColumns(column),
    };
    let mut problems = Problems::default();
    if !ruled.is_empty() || N::Model::HAS_RULES {
        for (number, new) in rows.iter().enumerate() {
            let before = problems.len();
            add_new(new, &ruled, stage, &mut problems);
            problems.in_row(before, number);
        }
    }
    let (found, has_asked) = problems.into_parts();
    let waits = has_asked || N::Model::HAS_RULES && !stage.takes_rows();
    let stage = match pending {
        Some(column) if waits || ruled.contains(&column) => Stage::Rest(column),
        _ => Stage::Nothing,
    };
    (found, stage)
}

fn add_new<N: NewModel>(row: &N, ruled: &[usize], stage: Stage, problems: &mut Problems) {
    for &column in ruled.iter().filter(|&&column| stage.takes(column) && row.is_set(column)) {
        check(N::Model::TABLE, column, &row.column(column), problems.fields());
    }
    if stage.takes_rows() {
        N::Model::check_rules(&Draft::of_new(row, stage.pending()), problems);
    }
}

/// All columns that rules are about: of new rows that leave to the database what others set.
pub(crate) fn all_ruled(table: &'static Table) -> Vec<usize> {
    (0..table.columns.len()).filter(|&column| is_ruled(table, column)).collect()
}

/// A row at hand of which these columns are written.
pub(crate) fn one<M: Model>(row: &M, columns: impl IntoIterator<Item = usize>) -> Result<()> {
    let mut problems = Problems::default();
    add(row, columns, &mut problems);
    problems.finish(M::TABLE)
}

/// Many rows at hand, of which the first has this place among those that the program knows. Of these columns, each row's own are written.
pub(crate) fn rows<M: Model>(rows: &[M], columns: &[usize], first: usize) -> Result<()> {
    each_row(rows, columns, first, M::is_given)
}

/// Many rows at hand of which just these columns are written.
pub(crate) fn named<M: Model>(rows: &[M], columns: &[usize]) -> Result<()> {
    each_row(rows, columns, 0, M::is_here)
}

fn each_row<M: Model>(rows: &[M], columns: &[usize], first: usize, takes: fn(&M, usize) -> bool) -> Result<()> {
    let ruled: Vec<usize> = columns.iter().copied().filter(|&column| is_ruled(M::TABLE, column)).collect();
    if ruled.is_empty() && !M::HAS_RULES {
        return Ok(());
    }
    let mut problems = Problems::default();
    for (number, row) in rows.iter().enumerate() {
        let before = problems.len();
        add(row, ruled.iter().copied().filter(|&column| takes(row, column)), &mut problems);
        problems.in_row(before, first + number);
    }
    problems.finish(M::TABLE)
}

fn add<M: Model>(row: &M, columns: impl IntoIterator<Item = usize>, problems: &mut Problems) {
    // To write what is not here is refused elsewhere.
    for column in columns.into_iter().filter(|&column| is_ruled(M::TABLE, column) && row.is_here(column)) {
        check(M::TABLE, column, &row.column(column), problems.fields());
    }
    M::check_rules(&Draft::of_row(row), problems);
}

/// Values that columns are set to, in rows of which nothing else is known.
pub(crate) fn assigned<'a>(
    table: &'static Table,
    values: impl Iterator<Item = (usize, &'a Value<'static>)>,
) -> Result<()> {
    let mut problems = Problems::default();
    for (column, value) in values.filter(|(column, _)| is_ruled(table, *column)) {
        check(table, column, value, problems.fields());
    }
    problems.finish(table)
}

/// A row at hand with the values that some of its columns are to have.
pub(crate) fn changed<M: Model>(row: &M, changes: &[(usize, Value<'static>)]) -> Result<()> {
    let mut problems = Problems::default();
    for (column, value) in changes.iter().filter(|(column, _)| is_ruled(M::TABLE, *column)) {
        check(M::TABLE, *column, value, problems.fields());
    }
    M::check_rules(&Draft::of_changed(row, changes), &mut problems);
    problems.finish(M::TABLE)
}
