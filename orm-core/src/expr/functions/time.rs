use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use super::call;
use crate::expr::depth::Tree;
use crate::expr::node::Function;
use crate::expr::operand::{Base, Lifted, tree};
use crate::expr::{Expr, Operand};
use crate::value::{Field, SqlType};

/// A type that says which day it is.
///
/// ```
/// fn has_a_day<T: orm::expr::DateField>() {}
/// has_a_day::<chrono::NaiveDate>();
/// ```
#[diagnostic::on_unimplemented(message = "a `{Self}` says nothing about a day", label = "not a day or moment")]
pub trait DateField: Field {}

/// A type that says which time of the day it is.
///
/// ```
/// fn has_a_time<T: orm::expr::TimeField>() {}
/// has_a_time::<chrono::NaiveTime>();
/// ```
#[diagnostic::on_unimplemented(
    message = "a `{Self}` says nothing about the time of day",
    label = "not a time or moment"
)]
pub trait TimeField: Field {}

macro_rules! fields {
    ($trait:ident: $($(#[$when:meta])? $ty:ty),*) => {$(
        $(#[$when])?
        #[diagnostic::do_not_recommend]
        impl $trait for $ty {}
    )*};
}

fields!(DateField: NaiveDate, NaiveDateTime, DateTime<Utc>);
fields!(TimeField: NaiveTime, NaiveDateTime, DateTime<Utc>);
fields!(
    DateField:
    #[cfg(feature = "time")] time::Date,
    #[cfg(feature = "time")] time::PrimitiveDateTime,
    #[cfg(feature = "time")] time::OffsetDateTime,
    #[cfg(feature = "time")] time::UtcDateTime,
    #[cfg(feature = "jiff")] jiff::civil::Date,
    #[cfg(feature = "jiff")] jiff::civil::DateTime,
    #[cfg(feature = "jiff")] jiff::Timestamp
);
fields!(
    TimeField:
    #[cfg(feature = "time")] time::Time,
    #[cfg(feature = "time")] time::PrimitiveDateTime,
    #[cfg(feature = "time")] time::OffsetDateTime,
    #[cfg(feature = "time")] time::UtcDateTime,
    #[cfg(feature = "jiff")] jiff::civil::Time,
    #[cfg(feature = "jiff")] jiff::civil::DateTime,
    #[cfg(feature = "jiff")] jiff::Timestamp
);

/// A moment's parts are those that it has in UTC. For those of another place, there is
/// [`at_time_zone`](super::ZoneFunctions::at_time_zone).
fn local<O: Operand>(operand: O) -> Tree {
    static UTC: Function = Function::new("UTC", "({0} AT TIME ZONE 'UTC')", "{0}");
    let tree = tree(operand);
    if <Base<O> as Field>::TYPE != SqlType::TimestampTz {
        return tree;
    }
    let local: Expr<O::Root, NaiveDateTime> = call(&UTC, [tree]);
    local.tree
}

macro_rules! parts {
    (
        $(#[$doc:meta])*
        $trait:ident;
        parts { $($(#[$part_doc:meta])* $part:ident of $bound:ident, $postgres:literal, $written:literal;)* }
        units { $($(#[$unit_doc:meta])* $trunc:ident of $unit_bound:ident, $unit:literal, $cast:literal;)* }
    ) => {
        $(#[$doc])*
        pub trait $trait: Operand {
            $(
                $(#[$part_doc])*
                ///
                /// ```
                /// # use orm::prelude::*;
                /// # #[derive(Model)] struct Row { id: i64, at: chrono::NaiveDateTime }
                #[doc = concat!("let sql = Row::all().values(|r| r.at.", stringify!($part), "()).to_sql();")]
                #[doc = concat!("assert_eq!(sql, r#\"SELECT ", $written, " FROM \"row\"\"#);")]
                /// ```
                fn $part(self) -> Expr<Self::Root, Lifted<Self, i32>>
                where
                    Base<Self>: $bound,
                {
                    static FUNCTION: Function = Function::new(
                        stringify!($part),
                        $postgres,
                        concat!("date_part('", stringify!($part), "', {0})"),
                    );
                    call(&FUNCTION, [local(self)])
                }
            )*

            $(
                $(#[$unit_doc])*
                ///
                /// ```
                /// # use orm::prelude::*;
                /// # #[derive(Model)] struct Row { id: i64, at: chrono::NaiveDateTime }
                #[doc = concat!("let sql = Row::all().values(|r| r.at.", stringify!($trunc), "()).to_sql();")]
                #[doc = concat!("assert_eq!(sql, r#\"SELECT date_trunc('", $unit, "', \"at\"", $cast, ")::timestamp FROM \"row\"\"#);")]
                /// ```
                fn $trunc(self) -> Expr<Self::Root, Self::Type>
                where
                    Base<Self>: $unit_bound,
                {
                    static PLAIN: Function = Function::new(
                        stringify!($trunc),
                        concat!("date_trunc('", $unit, "', {0}", $cast, ")::{type}"),
                        concat!("date_trunc('", $unit, "', {0})"),
                    );
                    static MOMENT: Function = Function::new(
                        stringify!($trunc),
                        concat!("date_trunc('", $unit, "', {0}, 'UTC')"),
                        concat!("date_trunc('", $unit, "', {0})"),
                    );
                    let is_moment = <Base<Self> as Field>::TYPE == SqlType::TimestampTz;
                    call(if is_moment { &MOMENT } else { &PLAIN }, [tree(self)])
                }
            )*

            /// The day, without the time.
            ///
            /// ```
            /// # use orm::prelude::*;
            /// # #[derive(Model)] struct Row { id: i64, at: chrono::NaiveDateTime }
            /// assert_eq!(Row::all().values(|r| r.at.date()).to_sql(), r#"SELECT "at"::date FROM "row""#);
            /// ```
            fn date(self) -> Expr<Self::Root, Lifted<Self, NaiveDate>>
            where
                Base<Self>: DateField,
            {
                static DATE: Function = Function::new("date", "{0}::date", "date({0})");
                call(&DATE, [local(self)])
            }

            /// The time of the day.
            ///
            /// ```
            /// # use orm::prelude::*;
            /// # #[derive(Model)] struct Row { id: i64, at: chrono::NaiveDateTime }
            /// assert_eq!(Row::all().values(|r| r.at.time()).to_sql(), r#"SELECT "at"::time FROM "row""#);
            /// ```
            fn time(self) -> Expr<Self::Root, Lifted<Self, NaiveTime>>
            where
                Base<Self>: TimeField,
            {
                static TIME: Function = Function::new("time", "{0}::time", "time_of({0})");
                call(&TIME, [local(self)])
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
                Base<Self>: DateField,
            {
                static EPOCH: Function = Function::new("epoch", "extract(epoch FROM {0})::double precision", "epoch({0})");
                call(&EPOCH, [tree(self)])
            }
        }
    };
}

parts! {
    /// Functions of days, times and moments. In the prelude. A moment's parts are those that it has in UTC, unless it is taken
    /// [`at_time_zone`](super::ZoneFunctions::at_time_zone).
    ///
    /// ```
    /// # use orm::prelude::*;
    /// use chrono::NaiveDate;
    ///
    /// #[derive(Model, Debug)]
    /// struct Event {
    ///     id: i64,
    ///     day: NaiveDate,
    /// }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Event]).await?;
    /// Event::create().day(NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()).await?;
    /// let parts: Vec<(i32, i32, NaiveDate)> = Event::all().values(|e| (e.day.year(), e.day.week(), e.day.trunc_month())).await?;
    /// assert_eq!(parts, [(2026, 47, NaiveDate::from_ymd_opt(2026, 11, 1).unwrap())]);
    /// # Ok(()) }
    /// ```
    TimeFunctions;

    parts {
        /// The year.
        year of DateField, "extract(year FROM {0})::integer", r#"extract(year FROM "at")::integer"#;
        /// The year that the ISO week belongs to.
        iso_year of DateField, "extract(isoyear FROM {0})::integer", r#"extract(isoyear FROM "at")::integer"#;
        /// The quarter of the year, from 1 to 4.
        quarter of DateField, "extract(quarter FROM {0})::integer", r#"extract(quarter FROM "at")::integer"#;
        /// The month, from 1 to 12.
        month of DateField, "extract(month FROM {0})::integer", r#"extract(month FROM "at")::integer"#;
        /// The ISO week of the year, from 1 to 53.
        week of DateField, "extract(week FROM {0})::integer", r#"extract(week FROM "at")::integer"#;
        /// The day of the month, from 1 to 31.
        day of DateField, "extract(day FROM {0})::integer", r#"extract(day FROM "at")::integer"#;
        /// The day of the year, from 1 to 366.
        day_of_year of DateField, "extract(doy FROM {0})::integer", r#"extract(doy FROM "at")::integer"#;
        /// The day of the week, from 1 for Sunday to 7.
        week_day of DateField, "(extract(dow FROM {0})::integer + 1)", r#"(extract(dow FROM "at")::integer + 1)"#;
        /// The day of the ISO week, from 1 for Monday to 7.
        iso_week_day of DateField, "extract(isodow FROM {0})::integer", r#"extract(isodow FROM "at")::integer"#;
        /// The hour, from 0 to 23.
        hour of TimeField, "extract(hour FROM {0})::integer", r#"extract(hour FROM "at")::integer"#;
        /// The minute, from 0 to 59.
        minute of TimeField, "extract(minute FROM {0})::integer", r#"extract(minute FROM "at")::integer"#;
        /// The second, from 0 to 59, without its fraction.
        second of TimeField, "floor(extract(second FROM {0}))::integer", r#"floor(extract(second FROM "at"))::integer"#;
    }
    units {
        /// The first moment of the year.
        trunc_year of DateField, "year", "::timestamp";
        /// The first moment of the quarter.
        trunc_quarter of DateField, "quarter", "::timestamp";
        /// The first moment of the month.
        trunc_month of DateField, "month", "::timestamp";
        /// The first moment of the ISO week, which is a Monday's.
        trunc_week of DateField, "week", "::timestamp";
        /// The first moment of the day.
        trunc_day of DateField, "day", "::timestamp";
        /// Without what is less than an hour.
        trunc_hour of TimeField, "hour", "";
        /// Without what is less than a minute.
        trunc_minute of TimeField, "minute", "";
        /// Without the fraction of a second.
        trunc_second of TimeField, "second", "";
    }
}

impl<O: Operand> TimeFunctions for O {}
