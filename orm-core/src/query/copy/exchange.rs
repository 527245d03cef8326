use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use super::batch::Shape;
use crate::database::{Db, Exchange};
use crate::error::Result;
use crate::model::{Model, NewModel};
use crate::query::plan::InsertPlan;
use crate::schema::Table;
use crate::sql::{Access, Columns, CopyIn, Dialect, Effect, Insert, InsertForm, Returning, SqlText, Statement};
use crate::value::{ReadResult, RowReader, Value};

/// Rows on their way into a table, each a set of parameters.
struct CopyExchange<N> {
    rows: Vec<N>,
    plan: Arc<InsertPlan>,
    /// Which row was asked for last: where a value is refused, it is that row's.
    asked: Arc<AtomicUsize>,
}

impl<N: NewModel> Exchange for CopyExchange<N> {
    fn sets(&self) -> usize {
        self.rows.len()
    }

    fn parameters(&self, set: usize) -> Cow<'_, [Value<'_>]> {
        self.asked.store(set, Relaxed);
        let values = self.plan.given.iter().map(|&column| self.rows[set].column(column));
        if !self.plan.is_wide {
            return Cow::Owned(values.collect());
        }
        let mut parameters = Vec::new();
        values.for_each(|value| value.each_parameter(&mut |parameter| parameters.push(parameter)));
        Cow::Owned(parameters)
    }

    fn row(&mut self, _set: usize, _row: &mut dyn RowReader) -> ReadResult<()> {
        Ok(())
    }
}

/// Sends rows that set the same fields, and gives how many the database has taken.
pub(super) async fn send<N: NewModel>(db: &Db, shape: Shape<N>) -> Result<u64> {
    let Shape { plan, rows, origins, .. } = shape;
    let table = N::Model::TABLE;
    let given = Arc::clone(&plan.given);
    let (sql, columns) = match db.dialect() {
        Dialect::Postgres if !given.is_empty() => {
            (CopyIn::text(table, &given), Columns::Some(table, Arc::clone(&given)))
        }
        // COPY cannot leave all columns to the database.
        dialect => (insert(&plan, table, dialect)?, Columns::None),
    };
    let effect = Effect::Writes(table, given);
    let asked = Arc::new(AtomicUsize::new(0));
    let exchange = Box::new(CopyExchange { rows, plan, asked: Arc::clone(&asked) });
    let statement = Statement { sql, access: Access::Write, columns, effect };
    let outcome = db.run(statement, exchange).await;
    outcome.map(|outcome| outcome.affected).map_err(|error| match origins.get(asked.load(Relaxed)) {
        Some(origin) => origin.named_in(error),
        None => error,
    })
}

/// The text that inserts one row and gives nothing back.
fn insert(plan: &InsertPlan, table: &'static Table, dialect: Dialect) -> Result<SqlText> {
    let (columns, form, returning) = (&*plan.given, InsertForm::Row, Returning::Nothing);
    Ok(Insert { table, columns, returning, form, conflict: None }.compile(dialect)?.sql.into())
}
