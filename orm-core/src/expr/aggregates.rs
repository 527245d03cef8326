use super::aggregate::{Aggregate, aggregate};
use super::depth::Tree;
use super::functions::{call, part};
use super::node::Function;
use super::operand::{Base, tree};
use super::{Comparable, Expr, IntoExpr, Numeric, Operand, Summable, TextField, Whole};
use crate::value::{ColumnType, Field, Nullability, Same, SqlType};

/// The list of an operand's values, each an `Option` where the operand can be NULL.
type List<O> = <<<O as Operand>::Type as ColumnType>::Nullability as Nullability>::List<Base<O>>;

/// Values of many rows. In the prelude. Of a relation's rows they are taken by
/// [`ToManyOperators`](super::ToManyOperators). NULL is not seen but by [`array_agg`](Self::array_agg) and
/// [`json_agg`](Self::json_agg); of no rows the value is `None`, and a count 0.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, total: i64 }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Order]).await?;
/// Order::bulk_create([10, 30].map(|total| Order::create().total(total))).await?;
/// let (sum, mean, largest) = Order::all().aggregate(|o| (o.total.sum(), o.total.avg(), o.total.max())).await?;
/// assert_eq!((sum, mean, largest), (Some(40), Some(20.0), Some(30)));
/// # Ok(()) }
/// ```
pub trait Aggregates: Operand {
    /// How many values there are.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, paid: Option<i64> }
    /// assert_eq!(Row::all().values(|r| r.paid.count()).to_sql(), r#"SELECT count("paid") FROM "row""#);
    /// ```
    fn count(self) -> Aggregate<Self::Root, i64> {
        static COUNT: Function = Function::same("count", "count({<})");
        aggregate(&COUNT, [tree(self)])
    }

    /// The sum: an `i64` of whole numbers.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, total: i64 }
    /// assert_eq!(Row::all().values(|r| r.total.sum()).to_sql(), r#"SELECT sum("total")::bigint FROM "row""#);
    /// ```
    fn sum(self) -> Aggregate<Self::Root, Option<<Base<Self> as Summable>::Sum>>
    where
        Base<Self>: Summable,
    {
        aggregate(if is_decimal::<Self>() { &DECIMAL_SUM } else { &SUM }, [tree(self)])
    }

    /// The mean: a `f64`, or a `Decimal` of decimals.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, total: i64 }
    /// assert_eq!(Row::all().values(|r| r.total.avg()).to_sql(), r#"SELECT avg("total")::double precision FROM "row""#);
    /// ```
    fn avg(self) -> Aggregate<Self::Root, Option<<Base<Self> as Summable>::Mean>>
    where
        Base<Self>: Summable,
    {
        aggregate(if is_decimal::<Self>() { &DECIMAL_AVG } else { &AVG }, [tree(self)])
    }

    /// The smallest.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, total: i64 }
    /// assert_eq!(Row::all().values(|r| r.total.min()).to_sql(), r#"SELECT min("total") FROM "row""#);
    /// ```
    fn min(self) -> Aggregate<Self::Root, Option<Base<Self>>>
    where
        Base<Self>: Comparable,
    {
        aggregate(&MIN, [tree(self)])
    }

    /// The largest.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, total: i64 }
    /// assert_eq!(Row::all().values(|r| r.total.max()).to_sql(), r#"SELECT max("total") FROM "row""#);
    /// ```
    fn max(self) -> Aggregate<Self::Root, Option<Base<Self>>>
    where
        Base<Self>: Comparable,
    {
        aggregate(&MAX, [tree(self)])
    }

    /// Any of them.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, name: String }
    /// assert_eq!(Row::all().values(|r| r.name.any_value()).to_sql(), r#"SELECT (array_agg("name"))[1] FROM "row""#);
    /// ```
    fn any_value(self) -> Aggregate<Self::Root, Option<Base<Self>>> {
        static ANY: Function = Function::new("any_value", "(array_agg({0}))[1]", "max({0})");
        aggregate(&ANY, [tree(self)])
    }

    /// Whether all are true.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, active: bool }
    /// assert_eq!(Row::all().values(|r| r.active.bool_and()).to_sql(), r#"SELECT bool_and("active") FROM "row""#);
    /// ```
    fn bool_and(self) -> Aggregate<Self::Root, Option<bool>>
    where
        Base<Self>: Same<bool>,
    {
        static AND: Function = Function::new("bool_and", "bool_and({0})", "min({0})");
        aggregate(&AND, [tree(self)])
    }

    /// Whether any is true.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, active: bool }
    /// assert_eq!(Row::all().values(|r| r.active.bool_or()).to_sql(), r#"SELECT bool_or("active") FROM "row""#);
    /// ```
    fn bool_or(self) -> Aggregate<Self::Root, Option<bool>>
    where
        Base<Self>: Same<bool>,
    {
        static OR: Function = Function::new("bool_or", "bool_or({0})", "max({0})");
        aggregate(&OR, [tree(self)])
    }

    /// The bits that all have.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, flags: i32 }
    /// assert_eq!(Row::all().values(|r| r.flags.bit_and()).to_sql(), r#"SELECT bit_and("flags") FROM "row""#);
    /// ```
    fn bit_and(self) -> Aggregate<Self::Root, Option<Base<Self>>>
    where
        Base<Self>: Whole,
    {
        static AND: Function = Function::same("bit_and", "bit_and({0})");
        aggregate(&AND, [tree(self)])
    }

    /// The bits that any has.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, flags: i32 }
    /// assert_eq!(Row::all().values(|r| r.flags.bit_or()).to_sql(), r#"SELECT bit_or("flags") FROM "row""#);
    /// ```
    fn bit_or(self) -> Aggregate<Self::Root, Option<Base<Self>>>
    where
        Base<Self>: Whole,
    {
        static OR: Function = Function::same("bit_or", "bit_or({0})");
        aggregate(&OR, [tree(self)])
    }

    /// The bits that an odd number of them has.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, flags: i32 }
    /// assert_eq!(Row::all().values(|r| r.flags.bit_xor()).to_sql(), r#"SELECT bit_xor("flags") FROM "row""#);
    /// ```
    fn bit_xor(self) -> Aggregate<Self::Root, Option<Base<Self>>>
    where
        Base<Self>: Whole,
    {
        static XOR: Function = Function::same("bit_xor", "bit_xor({0})");
        aggregate(&XOR, [tree(self)])
    }

    /// All texts, with a separator between them.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, name: String }
    /// let sql = Row::all().values(|r| r.name.string_agg(", ")).to_sql();
    /// assert_eq!(sql, r#"SELECT string_agg("name", $1) FROM "row""#);
    /// ```
    fn string_agg(self, separator: impl IntoExpr<Self::Root, String>) -> Aggregate<Self::Root, Option<String>>
    where
        Base<Self>: TextField,
    {
        static JOINED: Function =
            Function::new("string_agg", "string_agg({*})", "join_texts(json_group_array({0}), {1})");
        aggregate(&JOINED, [tree(self), separator.into_operand().0])
    }

    /// All values, NULL as well.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, name: String }
    /// # async fn example() -> orm::Result<()> {
    /// let names: Option<Vec<String>> = Row::all().aggregate(|r| r.name.array_agg()).await?;
    /// # Ok(()) }
    /// ```
    fn array_agg(self) -> Aggregate<Self::Root, Option<List<Self>>> {
        static LIST: Function = Function::new("array_agg", "array_agg({0})", "json_group_array({0})");
        aggregate(&LIST, [listed(self)])
    }

    /// All values as a document, NULL as well.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, name: String }
    /// let sql = Row::all().values(|r| r.name.json_agg()).to_sql();
    /// assert_eq!(sql, r#"SELECT jsonb_agg("name") FROM "row""#);
    /// ```
    fn json_agg(self) -> Aggregate<Self::Root, Option<serde_json::Value>>
    where
        Base<Self>: super::JsonPart,
    {
        static DOCUMENT: Function = Function::new("json_agg", "jsonb_agg({0})", "json_group_array({0})");
        aggregate(&DOCUMENT, [part(self)])
    }
}

impl<O: Operand> Aggregates for O {}

/// A value as one of a list, which holds no bytes on SQLite, and knows truth from numbers.
fn listed<O: Operand>(value: O) -> Tree {
    static DIGITS: Function = Function::new("an identifier", "{0}", "lower(hex({0}))");
    let value: Expr<O::Root, O::Type> = match Base::<O>::TYPE {
        SqlType::Boolean | SqlType::Json => return part(value),
        SqlType::Uuid => call(&DIGITS, [tree(value)]),
        _ => return tree(value),
    };
    value.tree
}

fn is_decimal<O: Operand>() -> bool {
    Base::<O>::TYPE == SqlType::Decimal
}

static SUM: Function = Function::new("sum", "sum({0})::{type}", "sum({0})");
static DECIMAL_SUM: Function = Function::new("sum", "sum({0})", "decimal_sum({<})");
static AVG: Function = Function::new("avg", "avg({0})::{type}", "avg({0})");
static DECIMAL_AVG: Function = Function::new("avg", "avg({0})", "decimal_avg({<})");
static MIN: Function = Function::same("min", "min({<})");
static MAX: Function = Function::same("max", "max({<})");

macro_rules! statistics {
    (
        $(#[$doc:meta])*
        of one { $($(#[$one_doc:meta])* $one:ident, $one_sql:literal;)* }
        of two { $($(#[$two_doc:meta])* $two:ident -> $output:ty, $two_sql:literal;)* }
    ) => {
        $(#[$doc])*
        pub trait Statistics: Operand {
            $(
                $(#[$one_doc])*
                ///
                /// ```
                /// # use orm::prelude::*;
                /// # #[derive(Model)] struct Row { id: i64, x: f64 }
                #[doc = concat!("let sql = Row::all().values(|r| r.x.", stringify!($one), "()).to_sql();")]
                #[doc = concat!("assert_eq!(sql, r#\"SELECT ", $one_sql, "(\"x\")::double precision FROM \"row\"\"#);")]
                /// ```
                fn $one(self) -> Aggregate<Self::Root, Option<f64>>
                where
                    Base<Self>: Numeric,
                {
                    static FUNCTION: Function = Function::new(
                        stringify!($one),
                        concat!($one_sql, "({0})::{type}"),
                        concat!($one_sql, "({0})"),
                    );
                    aggregate(&FUNCTION, [tree(self)])
                }
            )*

            $(
                $(#[$two_doc])*
                ///
                /// ```
                /// # use orm::prelude::*;
                /// # #[derive(Model)] struct Row { id: i64, x: f64, y: f64 }
                #[doc = concat!("let sql = Row::all().values(|r| r.y.", stringify!($two), "(r.x)).to_sql();")]
                #[doc = concat!("assert_eq!(sql, r#\"SELECT ", $two_sql, "(\"y\", \"x\") FROM \"row\"\"#);")]
                /// ```
                fn $two<X: Operand<Root = Self::Root>>(self, x: X) -> Aggregate<Self::Root, $output>
                where
                    Base<Self>: Numeric,
                    Base<X>: Numeric,
                {
                    static FUNCTION: Function = Function::same(stringify!($two), concat!($two_sql, "({*})"));
                    aggregate(&FUNCTION, [tree(self), tree(x)])
                }
            )*
        }

        impl<O: Operand> Statistics for O {}
    };
}

statistics! {
    /// What statistics ask of many rows. In the prelude. In those of two numbers, the operand is the y and the argument the x; rows
    /// in which either is NULL are not seen.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Point { id: i64, x: f64, y: f64 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Point]).await?;
    /// Point::bulk_create([(1.0, 3.0), (2.0, 5.0), (3.0, 7.0)].map(|(x, y)| Point::create().x(x).y(y))).await?;
    /// let (slope, start, mean_x) =
    ///     Point::all().aggregate(|p| (p.y.regr_slope(p.x), p.y.regr_intercept(p.x), p.y.regr_avgx(p.x))).await?;
    /// assert_eq!((slope, start, mean_x), (Some(2.0), Some(1.0), Some(2.0)));
    /// # Ok(()) }
    /// ```
    of one {
        /// The standard deviation of the rows as the whole that is asked about.
        std_dev, "stddev_pop";
        /// The standard deviation that the rows let expect of what they are a sample of; `None` for one row.
        std_dev_sample, "stddev_samp";
        /// The variance of the rows as the whole that is asked about.
        variance, "var_pop";
        /// The variance that the rows let expect of what they are a sample of; `None` for one row.
        variance_sample, "var_samp";
    }
    of two {
        /// The correlation.
        corr -> Option<f64>, "corr";
        /// The covariance of the rows as the whole that is asked about.
        covariance -> Option<f64>, "covar_pop";
        /// The covariance that the rows let expect of what they are a sample of; `None` for one row.
        covariance_sample -> Option<f64>, "covar_samp";
        /// The slope of the line through the points with the least squares.
        regr_slope -> Option<f64>, "regr_slope";
        /// Where that line crosses the axis of y.
        regr_intercept -> Option<f64>, "regr_intercept";
        /// The square of the correlation.
        regr_r2 -> Option<f64>, "regr_r2";
        /// The mean of x.
        regr_avgx -> Option<f64>, "regr_avgx";
        /// The mean of y.
        regr_avgy -> Option<f64>, "regr_avgy";
        /// The sum of the squares of x less its mean.
        regr_sxx -> Option<f64>, "regr_sxx";
        /// The sum of the products of x and y, each less its mean.
        regr_sxy -> Option<f64>, "regr_sxy";
        /// The sum of the squares of y less its mean.
        regr_syy -> Option<f64>, "regr_syy";
        /// In how many rows neither is NULL.
        regr_count -> i64, "regr_count";
    }
}
