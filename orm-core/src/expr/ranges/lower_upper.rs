use super::range_type;
use crate::expr::functions::call;
use crate::expr::like::TextField;
use crate::expr::node::Function;
use crate::expr::operand::{Base, tree};
use crate::expr::{Expr, Operand};
use crate::value::{ColumnType, Field, NotNull, Null, Nullability, Range, RangeElement, SqlType};

/// What has a `lower` and an `upper`: text, in small and in capital letters, and a range, which has bounds.
///
/// ```
/// fn has_bounds<T: orm::expr::LowerUpper<Output = i32>>() {}
/// has_bounds::<orm::value::Range<i32>>();
/// ```
#[diagnostic::on_unimplemented(
    message = "`lower` and `upper` are for text and ranges, and this is a `{Self}`",
    label = "neither text nor a range"
)]
pub trait LowerUpper: Field {
    /// The type of both.
    type Output: Field;
    /// Whether it can be missing: a range may have no bound.
    type Nullability: Nullability;
}

#[diagnostic::do_not_recommend]
impl<T: TextField> LowerUpper for T {
    type Output = String;
    type Nullability = NotNull;
}

#[diagnostic::do_not_recommend]
impl<T: RangeElement> LowerUpper for Range<T> {
    type Output = T;
    type Nullability = Null;
}

/// What `lower` and `upper` of an operand give, in an `Option` where it can be NULL.
type Of<O> = <<<<O as Operand>::Type as ColumnType>::Nullability as Nullability>::Or<
    <Base<O> as LowerUpper>::Nullability,
> as Nullability>::Output<<Base<O> as LowerUpper>::Output>;

/// The functions `lower` and `upper`, which mean one thing of text and another of ranges, as in SQL. In the prelude.
///
/// ```
/// use orm::prelude::*;
/// use orm::value::Range;
///
/// #[derive(Model, Debug)]
/// struct Row {
///     id: i64,
///     name: String,
///     span: Range<i32>,
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Row]).await?;
/// Row::create().name("Émile").span(3..).await?;
/// let row: (String, Option<i32>, Option<i32>) =
///     Row::all().values(|r| (r.name.lower(), r.span.lower(), r.span.upper())).get().await?;
/// assert_eq!(row, ("émile".to_owned(), Some(3), None));
/// # Ok(()) }
/// ```
pub trait LowerUpperFunctions: Operand {
    /// Text without capital letters. The lower bound of a range; NULL where it has none, or is empty.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, name: String, span: orm::value::Range<i32> }
    /// let sql = Row::all().values(|r| (r.name.lower(), r.span.lower())).to_sql();
    /// assert_eq!(sql, r#"SELECT lower("name"), lower("span") FROM "row""#);
    /// ```
    fn lower(self) -> Expr<Self::Root, Of<Self>>
    where
        Base<Self>: LowerUpper,
    {
        static OF_TEXT: Function = Function::new("lower", "lower({0})", "lower_unicode({0})");
        static OF_RANGE: Function = Function::new("lower", "lower({0})", "range_lower({0}, {1})");
        either(self, &OF_TEXT, &OF_RANGE)
    }

    /// Text in capital letters: on SQLite by Unicode's rules, on PostgreSQL by those of the database's locale. For a few letters they differ:
    /// `ß` is `SS` by the first, and mostly stays as it is by the second. The upper bound of a range; NULL where it has none,
    /// or is empty.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, name: String, span: orm::value::Range<i32> }
    /// let sql = Row::all().values(|r| (r.name.upper(), r.span.upper())).to_sql();
    /// assert_eq!(sql, r#"SELECT upper("name"), upper("span") FROM "row""#);
    /// ```
    fn upper(self) -> Expr<Self::Root, Of<Self>>
    where
        Base<Self>: LowerUpper,
    {
        static OF_TEXT: Function = Function::new("upper", "upper({0})", "upper_unicode({0})");
        static OF_RANGE: Function = Function::new("upper", "upper({0})", "range_upper({0}, {1})");
        either(self, &OF_TEXT, &OF_RANGE)
    }
}

impl<O: Operand> LowerUpperFunctions for O {}

fn either<O: Operand>(operand: O, of_text: &'static Function, of_range: &'static Function) -> Expr<O::Root, Of<O>>
where
    Base<O>: LowerUpper,
{
    match Base::<O>::TYPE {
        SqlType::Range(_) => call(of_range, [tree(operand), range_type::<Base<O>>()]),
        _ => call(of_text, [tree(operand)]),
    }
}
