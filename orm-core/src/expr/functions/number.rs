use rust_decimal::Decimal;

use super::table::functions;
use super::{by_kind, call};
use crate::expr::node::Function;
use crate::expr::operand::{Base, Lifted, LiftedBy, tree};
use crate::expr::{Expr, IntoExpr, Numeric, Operand};

/// A number that need not be a whole one: `f32`, `f64` and `Decimal`.
///
/// ```
/// fn can_be_rounded<T: orm::expr::Fractional>() {}
/// can_be_rounded::<f64>();
/// ```
#[diagnostic::on_unimplemented(
    message = "a `{Self}` is not rounded: that is for `f64`, `f32` and `Decimal`",
    label = "not a fractional number"
)]
pub trait Fractional: Numeric {}

#[diagnostic::do_not_recommend]
impl Fractional for f32 {}
#[diagnostic::do_not_recommend]
impl Fractional for f64 {}
#[diagnostic::do_not_recommend]
impl Fractional for Decimal {}

functions! {
    /// Functions of numbers that give a `f64`, whatever kind the number is of. In the prelude. What has no value (the root of -1)
    /// is an error of the database, on both.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Point { id: i64, x: f64, y: f64 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Point]).await?;
    /// Point::create().x(3.0).y(4.0).await?;
    /// let distances: Vec<f64> = Point::all().values(|p| (p.x * p.x + p.y * p.y).sqrt()).await?;
    /// assert_eq!(distances, [5.0]);
    /// # Ok(()) }
    /// ```
    MathFunctions of Numeric, in "#[derive(Model)] struct Row { id: i64, x: f64 }";

    /// The square root.
    sqrt() -> f64, "sqrt({0}::double precision)", Some("sqrt({0})"), "r.x.sqrt()" => r#"sqrt("x"::double precision)"#;
    /// e to this power.
    exp() -> f64, "exp({0}::double precision)", Some("exp({0})"), "r.x.exp()" => r#"exp("x"::double precision)"#;
    /// The natural logarithm.
    ln() -> f64, "ln({0}::double precision)", Some("ln({0})"), "r.x.ln()" => r#"ln("x"::double precision)"#;
    /// The sine of an angle in radians.
    sin() -> f64, "sin({0}::double precision)", Some("sin({0})"), "r.x.sin()" => r#"sin("x"::double precision)"#;
    /// The cosine of an angle in radians.
    cos() -> f64, "cos({0}::double precision)", Some("cos({0})"), "r.x.cos()" => r#"cos("x"::double precision)"#;
    /// The tangent of an angle in radians.
    tan() -> f64, "tan({0}::double precision)", Some("tan({0})"), "r.x.tan()" => r#"tan("x"::double precision)"#;
    /// The cotangent of an angle in radians.
    cot() -> f64, "cot({0}::double precision)", Some("cot({0})"), "r.x.cot()" => r#"cot("x"::double precision)"#;
    /// The angle in radians whose sine this is.
    asin() -> f64, "asin({0}::double precision)", Some("asin({0})"), "r.x.asin()" => r#"asin("x"::double precision)"#;
    /// The angle in radians whose cosine this is.
    acos() -> f64, "acos({0}::double precision)", Some("acos({0})"), "r.x.acos()" => r#"acos("x"::double precision)"#;
    /// The angle in radians whose tangent this is.
    atan() -> f64, "atan({0}::double precision)", Some("atan({0})"), "r.x.atan()" => r#"atan("x"::double precision)"#;
    /// Radians as degrees.
    to_degrees() -> f64, "degrees({0}::double precision)", Some("degrees({0})"),
    "r.x.to_degrees()" => r#"degrees("x"::double precision)"#;
    /// Degrees as radians.
    to_radians() -> f64, "radians({0}::double precision)", Some("radians({0})"),
    "r.x.to_radians()" => r#"radians("x"::double precision)"#;
    /// To this power.
    power(exponent: f64) -> f64, "power({0}::double precision, {1})", Some("power({0}, {1})"),
    "r.x.power(2.0)" => r#"power("x"::double precision, $1)"#;
    /// The logarithm to this base.
    log(base: f64) -> f64, "(ln({0}::double precision) / ln({1}))", Some("checked_div(ln({0}), ln({1}))"),
    "r.x.log(2.0)" => r#"(ln("x"::double precision) / ln($1))"#;
    /// The angle in radians of the point with this as its y, and the other as its x.
    atan2(x: f64) -> f64, "atan2({0}::double precision, {1})", Some("atan2({0}, {1})"),
    "r.x.atan2(1.0)" => r#"atan2("x"::double precision, $1)"#;
}

/// Functions of numbers. In the prelude.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] struct Point { id: i64, x: f64 }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Point]).await?;
/// Point::create().x(-2.345).await?;
/// let x: Vec<(f64, f64, f64)> = Point::all().values(|p| (p.x.abs(), p.x.ceil(), p.x.round_to(1))).await?;
/// assert_eq!(x, [(2.345, -2.0, -2.3)]);
/// # Ok(()) }
/// ```
pub trait NumberFunctions: Operand {
    /// Without its sign.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Point { id: i64, x: i32 }
    /// assert_eq!(Point::all().values(|p| p.x.abs()).to_sql(), r#"SELECT abs("x") FROM "point""#);
    /// ```
    fn abs(self) -> Expr<Self::Root, Self::Type>
    where
        Base<Self>: Numeric,
    {
        of_one(self, &ABS, &DECIMAL_ABS)
    }

    /// -1, 0 or 1: whether it is below zero, zero, or above.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Point { id: i64, x: i32 }
    /// assert_eq!(Point::all().values(|p| p.x.sign()).to_sql(), r#"SELECT sign("x")::integer FROM "point""#);
    /// ```
    fn sign(self) -> Expr<Self::Root, Lifted<Self, i32>>
    where
        Base<Self>: Numeric,
    {
        call(&SIGN, [tree(self)])
    }

    /// The smallest whole number that is not below.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Point { id: i64, x: f64 }
    /// let sql = Point::all().values(|p| p.x.ceil()).to_sql();
    /// assert_eq!(sql, r#"SELECT ceil("x")::double precision FROM "point""#);
    /// ```
    fn ceil(self) -> Expr<Self::Root, Self::Type>
    where
        Base<Self>: Fractional,
    {
        of_one(self, &CEIL, &DECIMAL_CEIL)
    }

    /// The largest whole number that is not above.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Point { id: i64, x: f64 }
    /// let sql = Point::all().values(|p| p.x.floor()).to_sql();
    /// assert_eq!(sql, r#"SELECT floor("x")::double precision FROM "point""#);
    /// ```
    fn floor(self) -> Expr<Self::Root, Self::Type>
    where
        Base<Self>: Fractional,
    {
        of_one(self, &FLOOR, &DECIMAL_FLOOR)
    }

    /// The nearest whole number; of two that are as near, the one further from zero.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Point { id: i64, x: f64 }
    /// let sql = Point::all().values(|p| p.x.round()).to_sql();
    /// assert_eq!(sql, r#"SELECT round("x"::text::numeric)::double precision FROM "point""#);
    /// ```
    fn round(self) -> Expr<Self::Root, Self::Type>
    where
        Base<Self>: Fractional,
    {
        of_one(self, &ROUND, &DECIMAL_ROUND)
    }

    /// Rounded to so many digits behind the point, as [`round`](Self::round) does; before the point where the number is negative.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Point { id: i64, x: f64 }
    /// let sql = Point::all().values(|p| p.x.round_to(2)).to_sql();
    /// assert_eq!(sql, r#"SELECT round("x"::text::numeric, $1)::double precision FROM "point""#);
    /// ```
    fn round_to<D: IntoExpr<Self::Root, i32>>(self, digits: D) -> Expr<Self::Root, LiftedBy<Self, D, i32, Base<Self>>>
    where
        Base<Self>: Fractional,
    {
        call(by_kind::<Self>(&ROUND_TO, &DECIMAL_ROUND_TO), [tree(self), digits.into_operand().0])
    }
}

impl<O: Operand> NumberFunctions for O {}

fn of_one<O: Operand>(operand: O, number: &'static Function, decimal: &'static Function) -> Expr<O::Root, O::Type> {
    call(by_kind::<O>(number, decimal), [tree(operand)])
}

static ABS: Function = Function::same("abs", "abs({0})");
static DECIMAL_ABS: Function = Function::new("abs", "abs({0})", "decimal_abs({0})");
static SIGN: Function = Function::new("sign", "sign({0})::integer", "sign_of({0})");
static CEIL: Function = Function::new("ceil", "ceil({0})::{type}", "ceil({0})");
static DECIMAL_CEIL: Function = Function::new("ceil", "ceil({0})", "decimal_ceil({0})");
static FLOOR: Function = Function::new("floor", "floor({0})::{type}", "floor({0})");
static DECIMAL_FLOOR: Function = Function::new("floor", "floor({0})", "decimal_floor({0})");
// By their texts: PostgreSQL's numeric of a float is what its first fifteen digits are, or six.
static ROUND: Function = Function::new("round", "round({0}::text::numeric)::{type}", "round_half_up({0}, 0, '{type}')");
static DECIMAL_ROUND: Function = Function::new("round", "round({0})", "decimal_round({0}, 0)");
static ROUND_TO: Function =
    Function::new("round_to", "round({0}::text::numeric, {1})::{type}", "round_half_up({0}, {1}, '{type}')");
static DECIMAL_ROUND_TO: Function = Function::new("round_to", "round({0}, {1})", "decimal_round({0}, {1})");
