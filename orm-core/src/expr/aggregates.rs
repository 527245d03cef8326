use super::aggregate::{Aggregate, aggregate};
use super::depth::Tree;
use super::functions::{by_kind, item, part};
use super::node::Function;
use super::operand::{Base, tree};
use super::{Comparable, Node, Operand, Summable, TextField, Whole};
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
        static COUNT: Function = Function::same("count", "count({=})");
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
        aggregate(by_kind::<Self>(&SUM, &DECIMAL_SUM), [tree(self)])
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
        aggregate(by_kind::<Self>(&AVG, &DECIMAL_AVG), [tree(self)])
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

    /// Any of them that is not NULL.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, name: String }
    /// assert_eq!(Row::all().values(|r| r.name.any_value()).to_sql(), r#"SELECT (array_remove(array_agg("name"), NULL))[1] FROM "row""#);
    /// ```
    fn any_value(self) -> Aggregate<Self::Root, Option<Base<Self>>> {
        static ANY: Function = Function::new("any_value", "(array_remove(array_agg({0}), NULL))[1]", "max({0})");
        // Of lists PostgreSQL makes one of more dimensions, where they are of one length.
        static ANY_LIST: Function = Function::same("any_value", "max({0})");
        let is_list = matches!(Base::<Self>::TYPE, SqlType::List(_));
        aggregate(if is_list { &ANY_LIST } else { &ANY }, [tree(self)])
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

    /// All texts, with this separator between them: one for all, because the databases differ in what they make of one for each row.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, name: String }
    /// let sql = Row::all().values(|r| r.name.string_agg(", ")).to_sql();
    /// assert_eq!(sql, r#"SELECT string_agg("name", $1) FROM "row""#);
    /// ```
    ///
    /// ```compile_fail,E0277
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, name: String }
    /// Row::all().values(|r| r.name.string_agg(r.name));
    /// ```
    fn string_agg(self, separator: impl Into<String>) -> Aggregate<Self::Root, Option<String>>
    where
        Base<Self>: TextField,
    {
        static JOINED: Function =
            Function::new("string_agg", "string_agg({*})", "join_texts(json_group_array({0}), {1})");
        aggregate(&JOINED, [tree(self), Tree::leaf(Node::Value(separator.into().into_value()))])
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
        static LIST: Function = Function::new("array_agg", "array_agg({0})", "nullif(json_group_array({0}), '[]')");
        aggregate(&LIST, [item(self)])
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
        static DOCUMENT: Function = Function::new("json_agg", "jsonb_agg({0})", "nullif(json_group_array({0}), '[]')");
        aggregate(&DOCUMENT, [part(self)])
    }
}

impl<O: Operand> Aggregates for O {}

static SUM: Function = Function::new("sum", "sum({0})::{type}", "sum({0})");
static DECIMAL_SUM: Function = Function::new("sum", "sum({0})", "decimal_sum({=})");
static AVG: Function = Function::new("avg", "avg({0})::{type}", "avg({0})");
static DECIMAL_AVG: Function = Function::new("avg", "avg({0})", "decimal_avg({=})");
static MIN: Function = Function::same("min", "min({<})");
static MAX: Function = Function::same("max", "max({<})");
