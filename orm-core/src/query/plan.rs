//! Statements whose shape follows from a model alone, written once and kept: a row by its key, and new rows.

use std::collections::HashMap;
use std::ptr;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use foldhash::fast::RandomState;

use super::computed::computed_by_database;
use crate::error::Result;
use crate::expr::Node;
use crate::model::{Model, NewModel};
use crate::schema::{ColumnDef, Fill, OutputColumn, Table};
use crate::sql::{Columns, Dialect, Insert, InsertForm, KeyedInsert, Returning, Select, SqlText};
use crate::validation::is_ruled;
use crate::value::{SqlType, Value};

/// More shapes than this are written anew each time: a program has a few for each of its models.
const MOST: usize = 4_096;

/// A table and a dialect, and of an insert the columns that are given, one bit each.
type Shape = (usize, Dialect, u128);

/// Plans by shape. They are never thrown away, so that finding one needs no more than a look.
struct Plans<P>(RwLock<HashMap<Shape, P, RandomState>>);

impl<P: Clone> Plans<P> {
    fn new() -> Self {
        Self(RwLock::new(HashMap::default()))
    }

    fn get(&self, shape: Shape, make: impl FnOnce() -> Result<P>) -> Result<P> {
        if let Some(plan) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&shape) {
            return Ok(plan.clone());
        }
        let plan = make()?;
        let mut plans = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if plans.len() < MOST {
            plans.insert(shape, plan.clone());
        }
        Ok(plan)
    }
}

fn address(table: &'static Table) -> usize {
    ptr::from_ref(table).addr()
}

/// The text of `SELECT .. WHERE key = $1`.
pub(super) fn by_key<M: Model>(dialect: Dialect) -> Result<Arc<str>> {
    static PLANS: LazyLock<Plans<Arc<str>>> = LazyLock::new(Plans::new);
    let table = M::TABLE;
    PLANS.get((address(table), dialect, 0), || {
        let mut select = Select::new(table);
        select.filter.push(Node::column_is(table, table.primary_key, Value::Null(table.key().ty)));
        Ok(select.compile(dialect)?.sql.into())
    })
}

/// How new rows that give the same columns are inserted.
pub(super) struct InsertPlan {
    /// The columns that the program gives, as indexes into the table's.
    pub(super) given: Arc<[usize]>,
    /// Those that the database fills.
    pub(super) filled: Arc<[usize]>,
    /// What the database sends of those of many rows: an array of each, or nothing where they come row by row.
    pub(super) arrays_back: Option<Columns>,
    /// Those of the given that rules are about.
    pub(super) ruled: Vec<usize>,
    /// Those of the given whose size varies.
    pub(super) sized: Vec<usize>,
    /// Whether some of those that are given are several columns of the database.
    pub(super) is_wide: bool,
    row: SqlText,
    arrays: SqlText,
}

impl InsertPlan {
    /// The plan for rows like this one.
    pub(super) fn of<N: NewModel>(row: &N, dialect: Dialect) -> Result<Arc<Self>> {
        static PLANS: LazyLock<Plans<Arc<InsertPlan>>> = LazyLock::new(Plans::new);
        let table = N::Model::TABLE;
        match given_bits(row) {
            Some(bits) => PLANS.get((address(table), dialect, bits), || Ok(Arc::new(Self::new(row, dialect)?))),
            None => Ok(Arc::new(Self::new(row, dialect)?)),
        }
    }

    fn new<N: NewModel>(row: &N, dialect: Dialect) -> Result<Self> {
        let table = N::Model::TABLE;
        let computed =
            (0..table.columns.len()).find(|&column| table.columns[column].fill == Fill::Computed && row.is_set(column));
        if let Some(column) = computed {
            return Err(computed_by_database(table, column));
        }
        let (given, filled): (Vec<_>, Vec<_>) = (0..table.columns.len()).partition(|&column| row.is_set(column));
        let only = |wanted: fn(&ColumnDef) -> bool| {
            given.iter().copied().filter(|&column| wanted(&table.columns[column])).collect()
        };
        let ruled = given.iter().copied().filter(|&column| is_ruled(table, column)).collect();
        let sized = only(|column| {
            matches!(column.ty, SqlType::Text | SqlType::Json | SqlType::Bytes | SqlType::List(_) | SqlType::Row(_))
        });
        let is_wide = given.iter().any(|&column| table.columns[column].ty.width() > 1);
        let arrays_back = arrays_of(table, &filled);
        let insert = |form, returning| {
            Ok(Insert { table, columns: &given, returning, form, conflict: None }.compile(dialect)?.sql)
        };
        let row = insert(InsertForm::Row, Returning::Columns(&filled))?;
        let row = if filled == [table.primary_key] && table.key().fill == Fill::Generated {
            let without_returning = insert(InsertForm::Row, Returning::Nothing)?;
            let (table, key) = (table.name, table.key().name);
            SqlText::KeyedInsert(Arc::new(KeyedInsert { sql: row, without_returning, table, key }))
        } else {
            SqlText::Shared(row.into())
        };
        let returning = if arrays_back.is_some() { Returning::Arrays(&filled) } else { Returning::Columns(&filled) };
        let arrays = SqlText::Shared(insert(InsertForm::Arrays, returning)?.into());
        Ok(Self { given: given.into(), filled: filled.into(), arrays_back, ruled, sized, is_wide, row, arrays })
    }

    /// The text.
    pub(super) fn sql(&self, form: InsertForm) -> SqlText {
        match form {
            InsertForm::Row => self.row.clone(),
            InsertForm::Arrays => self.arrays.clone(),
        }
    }

    /// Whether another row gives the same columns.
    pub(super) fn fits<N: NewModel>(&self, row: &N) -> bool {
        self.given.iter().all(|&column| row.is_set(column)) && !self.filled.iter().any(|&column| row.is_set(column))
    }
}

/// What comes back where each of these columns comes as one array; `None` where an array of its values would not be one of
/// one dimension, or where nothing comes back.
fn arrays_of(table: &'static Table, columns: &[usize]) -> Option<Columns> {
    let defs = || columns.iter().map(|&column| &table.columns[column]);
    let is_flat = |column: &ColumnDef| !matches!(column.ty, SqlType::List(_) | SqlType::Row(_));
    let array = |column: &'static ColumnDef| OutputColumn {
        model: table.model,
        field: column.field,
        ty: SqlType::List(&column.ty),
    };
    (!columns.is_empty() && defs().all(is_flat)).then(|| Columns::List(defs().map(array).collect()))
}

/// The columns that a new row gives, one bit each; `None` where there are more columns than bits.
fn given_bits<N: NewModel>(row: &N) -> Option<u128> {
    let columns = N::Model::TABLE.columns.len();
    let bit = |column: usize| u128::from(row.is_set(column)).checked_shl(u32::try_from(column).ok()?);
    if columns > 128 { None } else { (0..columns).try_fold(0, |bits, column| Some(bits | bit(column)?)) }
}
