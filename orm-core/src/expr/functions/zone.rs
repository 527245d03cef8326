use chrono::{DateTime, NaiveDateTime, Utc};

use super::call;
use crate::expr::node::Function;
use crate::expr::operand::{Base, LiftedBy, tree};
use crate::expr::{Expr, IntoExpr, Operand};
use crate::value::Same;

/// Between moments and what clocks show. In the prelude.
///
/// ```
/// # use orm::prelude::*;
/// use chrono::{DateTime, Utc};
///
/// #[derive(Model, Debug)]
/// struct Visit {
///     id: i64,
///     at: DateTime<Utc>,
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Visit]).await?;
/// Visit::create().at(DateTime::parse_from_rfc3339("2026-07-31T22:30:00Z").unwrap().to_utc()).await?;
/// // In summer, Paris is two hours before UTC: the visit was in August there.
/// let months: Vec<(i32, i32)> =
///     Visit::all().values(|v| (v.at.month(), v.at.at_time_zone("Europe/Paris").month())).await?;
/// assert_eq!(months, [(7, 8)]);
/// # Ok(()) }
/// ```
pub trait ZoneFunctions: Operand {
    /// What a clock in this time zone shows at that moment: a zone of the IANA database, such as `Europe/Paris`. One that does not
    /// exist is an error of the database.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, at: chrono::DateTime<chrono::Utc> }
    /// let sql = Row::all().values(|r| r.at.at_time_zone("Asia/Tokyo")).to_sql();
    /// assert_eq!(sql, r#"SELECT ("at" AT TIME ZONE $1) FROM "row""#);
    /// ```
    fn at_time_zone<Z: IntoExpr<Self::Root, String>>(
        self,
        zone: Z,
    ) -> Expr<Self::Root, LiftedBy<Self, Z, String, NaiveDateTime>>
    where
        Base<Self>: Same<DateTime<Utc>>,
    {
        static AT: Function = Function::new("at_time_zone", "({0} AT TIME ZONE {1})", "at_time_zone({0}, {1})");
        call(&AT, [tree(self), zone.into_operand().0])
    }

    /// The moment at which a clock in this time zone shows this: of two such moments, as there are when clocks are put back, the
    /// later; of none, as when they are put forward, the one that it would have been before.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, at: chrono::NaiveDateTime }
    /// let sql = Row::all().values(|r| r.at.in_time_zone("Asia/Tokyo")).to_sql();
    /// assert_eq!(sql, r#"SELECT ("at" AT TIME ZONE $1) FROM "row""#);
    /// ```
    fn in_time_zone<Z: IntoExpr<Self::Root, String>>(
        self,
        zone: Z,
    ) -> Expr<Self::Root, LiftedBy<Self, Z, String, DateTime<Utc>>>
    where
        Base<Self>: Same<NaiveDateTime>,
    {
        static IN: Function = Function::new("in_time_zone", "({0} AT TIME ZONE {1})", "in_time_zone({0}, {1})");
        call(&IN, [tree(self), zone.into_operand().0])
    }
}

impl<O: Operand> ZoneFunctions for O {}
