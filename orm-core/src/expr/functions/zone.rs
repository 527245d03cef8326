use chrono::{DateTime, NaiveDateTime, Utc};

use super::call;
use crate::expr::node::Function;
use crate::expr::operand::{Base, Lifted, LiftedBy, tree};
use crate::expr::{Expr, IntoExpr, Operand};
use crate::value::{Field, Same, SqlType};

use super::TimeField;

/// Between moments and what clocks show, and parts of an hour. In the prelude.
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

    /// Without what is less than an hour.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, at: chrono::NaiveDateTime }
    /// let sql = Row::all().values(|r| r.at.trunc_hour()).to_sql();
    /// assert_eq!(sql, r#"SELECT date_trunc('hour', "at")::timestamp FROM "row""#);
    /// ```
    fn trunc_hour(self) -> Expr<Self::Root, Self::Type>
    where
        Base<Self>: TimeField,
    {
        truncated(self, &HOURS)
    }

    /// Without what is less than a minute.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, at: chrono::NaiveDateTime }
    /// let sql = Row::all().values(|r| r.at.trunc_minute()).to_sql();
    /// assert_eq!(sql, r#"SELECT date_trunc('minute', "at")::timestamp FROM "row""#);
    /// ```
    fn trunc_minute(self) -> Expr<Self::Root, Self::Type>
    where
        Base<Self>: TimeField,
    {
        truncated(self, &MINUTES)
    }

    /// Without the fraction of a second.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, at: chrono::NaiveDateTime }
    /// let sql = Row::all().values(|r| r.at.trunc_second()).to_sql();
    /// assert_eq!(sql, r#"SELECT date_trunc('second', "at")::timestamp FROM "row""#);
    /// ```
    fn trunc_second(self) -> Expr<Self::Root, Self::Type>
    where
        Base<Self>: TimeField,
    {
        truncated(self, &SECONDS)
    }

    /// Seconds since 1970 began in UTC, with their fraction.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, at: chrono::DateTime<chrono::Utc> }
    /// let sql = Row::all().values(|r| r.at.epoch()).to_sql();
    /// assert_eq!(sql, r#"SELECT extract(epoch FROM "at")::double precision FROM "row""#);
    /// ```
    fn epoch(self) -> Expr<Self::Root, Lifted<Self, f64>>
    where
        Base<Self>: super::DateField,
    {
        static EPOCH: Function = Function::new("epoch", "extract(epoch FROM {0})::double precision", "epoch({0})");
        call(&EPOCH, [tree(self)])
    }
}

impl<O: Operand> ZoneFunctions for O {}

/// A unit of a day is the same in every zone that is whole hours from UTC, and is counted in UTC. PostgreSQL makes a span of a time.
struct Unit {
    plain: Function,
    moment: Function,
}

macro_rules! unit {
    ($name:ident, $method:literal, $unit:literal) => {
        static $name: Unit = Unit {
            plain: Function::new(
                $method,
                concat!("date_trunc('", $unit, "', {0})::{type}"),
                concat!("date_trunc('", $unit, "', {0})"),
            ),
            moment: Function::new(
                $method,
                concat!("date_trunc('", $unit, "', {0}, 'UTC')"),
                concat!("date_trunc('", $unit, "', {0})"),
            ),
        };
    };
}

unit!(HOURS, "trunc_hour", "hour");
unit!(MINUTES, "trunc_minute", "minute");
unit!(SECONDS, "trunc_second", "second");

fn truncated<O: Operand>(operand: O, unit: &'static Unit) -> Expr<O::Root, O::Type> {
    let is_moment = <Base<O> as Field>::TYPE == SqlType::TimestampTz;
    call(if is_moment { &unit.moment } else { &unit.plain }, [tree(operand)])
}
