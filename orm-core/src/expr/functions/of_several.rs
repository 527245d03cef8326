use super::cast::cast;
use super::{by_kind, call};
use crate::expr::node::Function;
use crate::expr::operand::{Base, Lifted, tree};
use crate::expr::{Comparable, Expr, IntoExpr, Operand};
use crate::value::{ColumnType, Field, Nullability};

/// The type of an operand, in an `Option` only where both it and the other value can be NULL.
type Either<O, N> =
    <<<<O as Operand>::Type as ColumnType>::Nullability as Nullability>::And<N> as Nullability>::Output<Base<O>>;

/// Functions of values of any kind. In the prelude.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, nick: Option<String> }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
/// User::create().name("ann").await?;
/// // Not an Option: the name is there where the nickname is not.
/// let shown: Vec<String> = User::all().values(|u| u.nick.coalesce(u.name)).await?;
/// assert_eq!(shown, ["ann"]);
/// # Ok(()) }
/// ```
pub trait ValueFunctions: Operand {
    /// The other value where this one is NULL.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, paid: Option<i64> }
    /// assert_eq!(Row::all().values(|r| r.paid.coalesce(0)).to_sql(), r#"SELECT coalesce("paid", $1) FROM "row""#);
    /// ```
    fn coalesce<V: IntoExpr<Self::Root, Base<Self>>>(self, other: V) -> Expr<Self::Root, Either<Self, V::Nullability>> {
        static COALESCE: Function = Function::same("coalesce", "coalesce({*})");
        call(&COALESCE, [tree(self), other.into_operand().0])
    }

    /// NULL where it equals the other value.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, name: String }
    /// assert_eq!(Row::all().values(|r| r.name.null_if("")).to_sql(), r#"SELECT nullif("name", $1) FROM "row""#);
    /// ```
    fn null_if(self, other: impl IntoExpr<Self::Root, Base<Self>>) -> Expr<Self::Root, Option<Base<Self>>> {
        static NULLIF: Function = Function::same("null_if", "nullif({=})");
        call(&NULLIF, [tree(self), other.into_operand().0])
    }

    /// The larger of the two; of a value and NULL, the value.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, low: i64, high: i64 }
    /// assert_eq!(Row::all().values(|r| r.low.greatest(r.high)).to_sql(), r#"SELECT greatest("low", "high") FROM "row""#);
    /// ```
    fn greatest<V: IntoExpr<Self::Root, Base<Self>>>(self, other: V) -> Expr<Self::Root, Either<Self, V::Nullability>>
    where
        Base<Self>: Comparable,
    {
        static GREATEST: Function = Function::new("greatest", "greatest({*})", "greatest({<})");
        static DECIMAL: Function = Function::new("greatest", "greatest({*})", "decimal_greatest({*})");
        call(by_kind::<Self>(&GREATEST, &DECIMAL), [tree(self), other.into_operand().0])
    }

    /// The smaller of the two; of a value and NULL, the value.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, low: i64, high: i64 }
    /// assert_eq!(Row::all().values(|r| r.low.least(r.high)).to_sql(), r#"SELECT least("low", "high") FROM "row""#);
    /// ```
    fn least<V: IntoExpr<Self::Root, Base<Self>>>(self, other: V) -> Expr<Self::Root, Either<Self, V::Nullability>>
    where
        Base<Self>: Comparable,
    {
        static LEAST: Function = Function::new("least", "least({*})", "least({<})");
        static DECIMAL: Function = Function::new("least", "least({*})", "decimal_least({*})");
        call(by_kind::<Self>(&LEAST, &DECIMAL), [tree(self), other.into_operand().0])
    }

    /// The value as another type: between numbers, between these and text, and between `bool` and text or `i32`. What cannot be
    /// converted is an error of the database; other types than these, of which only PostgreSQL has some, are
    /// [`Unsupported`](crate::Error::Unsupported).
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, total: i64 }
    /// assert_eq!(Row::all().values(|r| r.total.cast::<f64>()).to_sql(), r#"SELECT CAST("total" AS double precision) FROM "row""#);
    /// ```
    fn cast<T: Field>(self) -> Expr<Self::Root, Lifted<Self, T>> {
        call(cast(Base::<Self>::TYPE, T::TYPE), [tree(self)])
    }

    /// A function of the program's own, or one that only its database has.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, name: String }
    /// use orm::expr::Function;
    ///
    /// static SOUNDEX: Function = Function { name: "soundex", postgres: Some("soundex({0})"), sqlite: Some("soundex({0})") };
    /// let alike = Row::filter(|r| r.name.call::<String>(&SOUNDEX).eq("R163"));
    /// assert!(alike.to_sql().ends_with(r#"WHERE soundex("name") = $1"#));
    /// ```
    fn call<T: Field>(self, function: &'static Function) -> Expr<Self::Root, Lifted<Self, T>> {
        call(function, [tree(self)])
    }

    /// Compares and orders text by these rules, of which each database has its own: `"C"` or `"de-x-icu"` on PostgreSQL, `"NOCASE"`
    /// on SQLite.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, name: String }
    /// let sql = Row::all().order_by(|r| r.name.collate("C")).to_sql();
    /// assert!(sql.ends_with(r#"ORDER BY "name" COLLATE "C""#));
    /// ```
    fn collate(self, collation: &'static str) -> Expr<Self::Root, Self::Type>
    where
        Base<Self>: crate::expr::TextField,
    {
        Expr::new(tree(self).wrap(|value| crate::expr::Node::Collate { value: Box::new(value), collation }))
    }
}

impl<O: Operand> ValueFunctions for O {}
