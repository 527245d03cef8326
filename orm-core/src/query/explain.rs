use std::fmt;
use std::future::IntoFuture;

use super::read::rows;
use super::{FromRow, QuerySet};
use crate::database::BoxFuture;
use crate::error::{Error, Result};
use crate::model::Model;
use crate::sql::{Access, Columns, Dialect, Effect};

/// How the database would run a query, made by [`QuerySet::explain`]. Awaited, it gives the plan as text.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
/// let plan = User::filter(|u| u.id.eq(1)).explain().await?;
/// assert!(plan.contains("users"));
/// # Ok(()) }
/// ```
#[must_use = "nothing is explained until it is awaited"]
pub struct Explain<M: Model, T> {
    query: QuerySet<M, T>,
    analyze: bool,
}

impl<M: Model, T> QuerySet<M, T> {
    /// How the database would run this query: as EXPLAIN says on PostgreSQL, as EXPLAIN QUERY PLAN says on SQLite, indented by
    /// its steps.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// # async fn example() -> orm::Result<()> {
    /// println!("{}", User::filter(|u| u.name.eq("ann")).explain().await?);
    /// # Ok(()) }
    /// ```
    pub fn explain(self) -> Explain<M, T> {
        Explain { query: self, analyze: false }
    }
}

impl<M: Model, T> Explain<M, T> {
    /// Runs the query, too, and says how long each step took and how many rows it gave.
    ///
    /// SQLite cannot: there it is [`Error::Unsupported`].
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// # async fn example() -> orm::Result<()> {
    /// println!("{}", User::filter(|u| u.name.eq("ann")).explain().analyze().await?);
    /// # Ok(()) }
    /// ```
    pub fn analyze(mut self) -> Self {
        self.analyze = true;
        self
    }
}

impl<M: Model, T: Send + 'static> IntoFuture for Explain<M, T> {
    type Output = Result<String>;
    type IntoFuture = BoxFuture<'static, Result<String>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let db = self.query.db()?;
            let mut query = self.query.into_gathered().0.compile(db.dialect())?;
            query.sql.insert_str(
                0,
                match (db.dialect(), self.analyze) {
                    (Dialect::Postgres, false) => "EXPLAIN ",
                    (Dialect::Postgres, true) => "EXPLAIN (ANALYZE, BUFFERS) ",
                    (Dialect::Sqlite, false) => "EXPLAIN QUERY PLAN ",
                    (Dialect::Sqlite, true) => return Err(no_analyze()),
                },
            );
            match db.dialect() {
                Dialect::Postgres => {
                    let columns = Columns::List(String::columns().into());
                    let lines =
                        rows(&db, Access::Write, Effect::Reads(M::TABLE), query, columns, <String as FromRow>::read)
                            .await?;
                    Ok(lines.join("\n"))
                }
                Dialect::Sqlite => {
                    let columns = Columns::List(Step::columns().into());
                    Ok(indented(
                        &rows(&db, Access::Read, Effect::Reads(M::TABLE), query, columns, <Step as FromRow>::read)
                            .await?,
                    ))
                }
            }
        })
    }
}

/// A step of SQLite's plan: its number, that of the step it is part of, a number without meaning, and what it does.
type Step = (i64, i64, i64, String);

fn indented(steps: &[Step]) -> String {
    let depth = |step: &Step| {
        let parent = |step: &Step| steps.iter().find(|other| other.0 == step.1);
        std::iter::successors(parent(step), |step| parent(step)).take(steps.len()).count()
    };
    let lines = steps.iter().map(|step| "  ".repeat(depth(step)) + &step.3);
    lines.collect::<Vec<_>>().join("\n")
}

#[cold]
fn no_analyze() -> Error {
    Error::Unsupported {
        reason: "explain().analyze(): SQLite says how it would run a query, not how it did".to_owned(),
    }
}

impl<M: Model, T> fmt::Debug for Explain<M, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Explain").field("query", &self.query).field("analyze", &self.analyze).finish()
    }
}
