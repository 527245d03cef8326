use super::compare::{compare, is_null};
use super::depth::Tree;
use super::like::{TextField, containing, ending_with, escape, starting_with};
use super::operand::{Base, tree};
use super::order::{Nulls, Order};
use super::ranges::ContainedIn;
use super::{CompareOp, InList, IntoContained, IntoExpr, MatchOp, Node, Operand, Predicate};
use crate::schema::Direction;
use crate::value::{ColumnType, Field};

/// What can be asked of a column, a computed value or a foreign key. Django's lookups, as methods.
///
/// The other side is a value, or a column or computed value of the same query. Comparing with NULL gives NULL,
/// which a filter does not let through; `eq(None)` and `ne(None)` ask for NULL itself.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model)]
/// struct User {
///     id: i64,
///     email: Option<String>,
///     age: i16,
/// }
///
/// fn condition(p: Predicate<User>) -> String {
///     User::filter(|_| p).to_sql().split_once("WHERE ").unwrap().1.to_owned()
/// }
///
/// let u = User::fields();
/// assert_eq!(condition(u.age.eq(18)), r#""age" = $1"#);
/// assert_eq!(condition(u.age.ne(18)), r#""age" <> $1"#);
/// assert_eq!(condition(u.age.gt(18)), r#""age" > $1"#);
/// assert_eq!(condition(u.age.ge(18)), r#""age" >= $1"#);
/// assert_eq!(condition(u.age.lt(18)), r#""age" < $1"#);
/// assert_eq!(condition(u.age.le(18)), r#""age" <= $1"#);
/// assert_eq!(condition(u.age.between(18, 30)), r#""age" BETWEEN $1 AND $2"#);
/// assert_eq!(condition(u.age.in_([18, 19])), r#""age" = ANY($1)"#);
/// assert_eq!(condition(u.age.not_in([18, 19])), r#""age" <> ALL($1)"#);
/// assert_eq!(condition(u.email.is_null()), r#""email" IS NULL"#);
/// assert_eq!(condition(u.email.is_not_null()), r#""email" IS NOT NULL"#);
/// assert_eq!(condition(u.email.is_distinct_from("a@x.org")), r#""email" IS DISTINCT FROM $1"#);
/// assert_eq!(condition(u.email.is_not_distinct_from("a@x.org")), r#""email" IS NOT DISTINCT FROM $1"#);
/// ```
pub trait Operators: Operand {
    /// Equal to. `eq(None)` is IS NULL.
    fn eq(self, other: impl IntoExpr<Self::Root, Base<Self>>) -> Predicate<Self::Root> {
        comparison(CompareOp::Eq, self, other)
    }

    /// Not equal to. `ne(None)` is IS NOT NULL.
    fn ne(self, other: impl IntoExpr<Self::Root, Base<Self>>) -> Predicate<Self::Root> {
        comparison(CompareOp::Ne, self, other)
    }

    /// Greater than.
    fn gt(self, other: impl IntoExpr<Self::Root, Base<Self>>) -> Predicate<Self::Root> {
        comparison(CompareOp::Gt, self, other)
    }

    /// Greater than or equal to.
    fn ge(self, other: impl IntoExpr<Self::Root, Base<Self>>) -> Predicate<Self::Root> {
        comparison(CompareOp::Ge, self, other)
    }

    /// Less than.
    fn lt(self, other: impl IntoExpr<Self::Root, Base<Self>>) -> Predicate<Self::Root> {
        comparison(CompareOp::Lt, self, other)
    }

    /// Less than or equal to.
    fn le(self, other: impl IntoExpr<Self::Root, Base<Self>>) -> Predicate<Self::Root> {
        comparison(CompareOp::Le, self, other)
    }

    /// Different, with NULL as a value like any other: never NULL itself.
    fn is_distinct_from(self, other: impl IntoExpr<Self::Root, Base<Self>>) -> Predicate<Self::Root> {
        comparison(CompareOp::Distinct, self, other)
    }

    /// The same, with NULL as a value like any other: never NULL itself.
    fn is_not_distinct_from(self, other: impl IntoExpr<Self::Root, Base<Self>>) -> Predicate<Self::Root> {
        comparison(CompareOp::NotDistinct, self, other)
    }

    /// From `low` to `high`, both included.
    fn between(
        self,
        low: impl IntoExpr<Self::Root, Base<Self>>,
        high: impl IntoExpr<Self::Root, Base<Self>>,
    ) -> Predicate<Self::Root> {
        let ty = Base::<Self>::TYPE;
        let (value, low, high) = (tree(self), low.into_operand().0, high.into_operand().0);
        let depth = value.depth.max(low.depth).max(high.depth);
        let (value, low, high) = (Box::new(value.node), Box::new(low.node), Box::new(high.node));
        Predicate::new(Tree::checked(Node::Between { ty, value, low, high }, depth))
    }

    /// One of these. Nothing is one of none: such a query gives no row without asking the database.
    fn in_(self, values: impl InList<Base<Self>>) -> Predicate<Self::Root> {
        Predicate::new(values.into_lookup().contains(Base::<Self>::TYPE, tree(self), false))
    }

    /// None of these. NULL is neither one of them nor none of them.
    fn not_in(self, values: impl InList<Base<Self>>) -> Predicate<Self::Root> {
        Predicate::new(values.into_lookup().contains(Base::<Self>::TYPE, tree(self), true))
    }

    /// NULL.
    fn is_null(self) -> Predicate<Self::Root> {
        Predicate::new(is_null(tree(self), false))
    }

    /// Not NULL.
    fn is_not_null(self) -> Predicate<Self::Root> {
        Predicate::new(is_null(tree(self), true))
    }

    /// Smallest first; in `order_by`, the same as the operand alone.
    fn asc(self) -> Order<Self::Root> {
        Order::new(self, Direction::Ascending)
    }

    /// Largest first.
    fn desc(self) -> Order<Self::Root> {
        Order::new(self, Direction::Descending)
    }

    /// Smallest first, and NULL before all.
    fn nulls_first(self) -> Order<Self::Root> {
        self.asc().nulls(Nulls::First)
    }

    /// Smallest first, and NULL after all.
    fn nulls_last(self) -> Order<Self::Root> {
        self.asc().nulls(Nulls::Last)
    }
}

impl<O: Operand> Operators for O {}

/// What can be asked of text, and [`contains`](Self::contains) of ranges.
///
/// The `contains` family takes plain text, in which `%`, `_` and `\` stand for themselves; `like` takes a pattern
/// in which `%` is any text, `_` any character, and `\` takes their meaning from them. The forms with an `i` in front
/// do not tell capital letters from small ones. `regex` takes the database's own regular expressions: PostgreSQL's,
/// or those of the Rust crate `regex` on SQLite; in plain patterns they agree.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model)]
/// struct User {
///     id: i64,
///     name: String,
/// }
///
/// fn condition(p: Predicate<User>) -> String {
///     User::filter(|_| p).to_sql().split_once("WHERE ").unwrap().1.to_owned()
/// }
///
/// let u = User::fields();
/// assert_eq!(condition(u.name.contains("an")), r#""name" LIKE $1"#);
/// assert_eq!(condition(u.name.istarts_with("an")), r#""name" ILIKE $1"#);
/// assert_eq!(condition(u.name.iexact("ann")), r#""name" ILIKE $1"#);
/// assert_eq!(condition(u.name.like("a_n%")), r#""name" LIKE $1"#);
/// assert_eq!(condition(u.name.regex("^an")), r#""name" ~ $1"#);
/// assert_eq!(condition(u.name.iregex("^an")), r#""name" ~* $1"#);
/// ```
pub trait TextOperators: Operand {
    /// Contains this text; of a range, this value or all of this range.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Row { id: i64, name: String, span: orm::value::Range<i32> }
    /// let sql = Row::filter(|r| r.span.contains(5) & r.span.contains(1..3)).to_sql();
    /// assert!(sql.ends_with(r#"WHERE ("span" @> $1) AND ("span" @> $2)"#));
    /// ```
    fn contains<V, Kind>(self, what: V) -> Predicate<Self::Root>
    where
        V: IntoContained<Self::Root, Base<Self>, Kind>,
    {
        what.contained_in::<<Self::Type as ColumnType>::Nullability>(ContainedIn(tree(self)))
    }

    /// Contains this text, in capital or small letters.
    fn icontains(self, text: impl AsRef<str>) -> Predicate<Self::Root>
    where
        Base<Self>: TextField,
    {
        matches(MatchOp::ILike, self, containing(text.as_ref()))
    }

    /// Starts with this text.
    fn starts_with(self, text: impl AsRef<str>) -> Predicate<Self::Root>
    where
        Base<Self>: TextField,
    {
        matches(MatchOp::Like, self, starting_with(text.as_ref()))
    }

    /// Starts with this text, in capital or small letters.
    fn istarts_with(self, text: impl AsRef<str>) -> Predicate<Self::Root>
    where
        Base<Self>: TextField,
    {
        matches(MatchOp::ILike, self, starting_with(text.as_ref()))
    }

    /// Ends with this text.
    fn ends_with(self, text: impl AsRef<str>) -> Predicate<Self::Root>
    where
        Base<Self>: TextField,
    {
        matches(MatchOp::Like, self, ending_with(text.as_ref()))
    }

    /// Ends with this text, in capital or small letters.
    fn iends_with(self, text: impl AsRef<str>) -> Predicate<Self::Root>
    where
        Base<Self>: TextField,
    {
        matches(MatchOp::ILike, self, ending_with(text.as_ref()))
    }

    /// Is this text, in capital or small letters.
    fn iexact(self, text: impl AsRef<str>) -> Predicate<Self::Root>
    where
        Base<Self>: TextField,
    {
        matches(MatchOp::ILike, self, escape(text.as_ref()))
    }

    /// Matches this pattern.
    fn like(self, pattern: impl Into<String>) -> Predicate<Self::Root>
    where
        Base<Self>: TextField,
    {
        matches(MatchOp::Like, self, pattern.into())
    }

    /// Matches this pattern, in capital or small letters.
    fn ilike(self, pattern: impl Into<String>) -> Predicate<Self::Root>
    where
        Base<Self>: TextField,
    {
        matches(MatchOp::ILike, self, pattern.into())
    }

    /// Matches this regular expression somewhere.
    fn regex(self, pattern: impl Into<String>) -> Predicate<Self::Root>
    where
        Base<Self>: TextField,
    {
        matches(MatchOp::Regex, self, pattern.into())
    }

    /// Matches this regular expression somewhere, in capital or small letters.
    fn iregex(self, pattern: impl Into<String>) -> Predicate<Self::Root>
    where
        Base<Self>: TextField,
    {
        matches(MatchOp::IRegex, self, pattern.into())
    }
}

impl<O: Operand> TextOperators for O {}

fn comparison<O: Operand>(op: CompareOp, left: O, right: impl IntoExpr<O::Root, Base<O>>) -> Predicate<O::Root> {
    Predicate::new(compare(op, Base::<O>::TYPE, tree(left), right.into_operand().0))
}

fn matches<O: Operand>(op: MatchOp, value: O, pattern: String) -> Predicate<O::Root> {
    Predicate::new(tree(value).wrap(|value| Node::Match { op, value: Box::new(value), pattern }))
}
