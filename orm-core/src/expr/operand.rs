use super::depth::Tree;
use super::{ColumnRef, Expr, IntoExpr, Node, Predicate, ValueKind};
use crate::field::{Column, ToOne};
use crate::model::Model;
use crate::path::{Path, RelationTo};
use crate::relation::TargetKey;
use crate::value::{ColumnType, Nullability};

/// What stands in an expression by itself: a column, a computed value, a foreign key.
///
/// The operators are in [`Operators`](super::Operators), which every operand has.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// use orm::expr::Operand;
///
/// fn at_least<O: Operand<Type = i16>>(operand: O, least: i16) -> Predicate<O::Root> {
///     operand.ge(least)
/// }
/// let sql = User::filter(|u| at_least(u.age, 18)).to_sql();
/// assert!(sql.ends_with(r#"WHERE "age" >= $1"#));
/// ```
pub trait Operand: Sized {
    /// The model that the query is about.
    type Root: Model;
    /// Its Rust type, with the `Option` where it can be NULL, on its own or through its path.
    type Type: ColumnType;

    /// The expression with its types forgotten but for these two.
    fn expr(self) -> Expr<Self::Root, Self::Type>;
}

/// The type of an operand without its `Option`.
pub(super) type Base<O> = <<O as Operand>::Type as ColumnType>::Base;

/// Whether an operand can be NULL.
type NullabilityOf<O> = <<O as Operand>::Type as ColumnType>::Nullability;

/// The type `T`, in an `Option` where the operand can be NULL.
pub(super) type Lifted<O, T> = <NullabilityOf<O> as Nullability>::Output<T>;

/// The type `T`, in an `Option` where the operand or an argument of the type `Of` can be NULL.
pub(super) type LiftedBy<O, A, Of, T> = <<NullabilityOf<O> as Nullability>::Or<
    <A as IntoExpr<<O as Operand>::Root, Of>>::Nullability,
> as Nullability>::Output<T>;

/// The type `T`, in an `Option` where the operand or either of two arguments can be NULL.
pub(super) type LiftedByTwo<O, A, OfA, B, OfB, T> = <<<NullabilityOf<O> as Nullability>::Or<
    <A as IntoExpr<<O as Operand>::Root, OfA>>::Nullability,
> as Nullability>::Or<<B as IntoExpr<<O as Operand>::Root, OfB>>::Nullability> as Nullability>::Output<T>;

/// The type `T`, in an `Option` where it stands behind a path that can miss.
pub(super) type Through<P, T> =
    <<<P as Path>::Nullability as Nullability>::Or<<T as ColumnType>::Nullability> as Nullability>::Output<
        <T as ColumnType>::Base,
    >;

impl<P: Path, T: ColumnType> Operand for Column<P, T> {
    type Root = P::Root;
    type Type = Through<P, T>;

    fn expr(self) -> Expr<P::Root, Self::Type> {
        Expr::leaf(Node::Column(ColumnRef { hop: P::HOP, table: P::Target::TABLE, column: self.index() }.shortest()))
    }
}

/// The model that the foreign key number `R` at the end of the path `P` points at.
pub(super) type Target<P, const R: usize> = <<P as Path>::Target as RelationTo<R>>::Target;

/// By which of its columns.
pub(super) type By<P, const R: usize> = <<P as Path>::Target as RelationTo<R>>::By;

/// What it holds.
pub(super) type KeyOf<P, const R: usize> = <By<P, R> as TargetKey<Target<P, R>>>::Key;

/// The type of the foreign key number `R` at the end of the path `P`.
type KeyThrough<P, const R: usize> = <<<P as Path>::Nullability as Nullability>::Or<
    <<P as Path>::Target as RelationTo<R>>::Nullability,
> as Nullability>::Output<KeyOf<P, R>>;

impl<P: Path, const R: usize> Operand for ToOne<P, R>
where
    P::Target: RelationTo<R>,
{
    type Root = P::Root;
    type Type = KeyThrough<P, R>;

    fn expr(self) -> Expr<P::Root, Self::Type> {
        let table = P::Target::TABLE;
        Expr::leaf(Node::Column(ColumnRef { hop: P::HOP, table, column: table.relations[R].column }.shortest()))
    }
}

impl<M: Model, T: ColumnType, K: ValueKind> Operand for Expr<M, T, K> {
    type Root = M;
    type Type = T;

    fn expr(self) -> Expr<M, T> {
        Expr::new(self.tree)
    }
}

impl<M: Model> Operand for Predicate<M> {
    type Root = M;
    type Type = Option<bool>;

    fn expr(self) -> Expr<M, Option<bool>> {
        Expr::new(self.into_tree())
    }
}

/// The tree of an operand.
pub(super) fn tree(operand: impl Operand) -> Tree {
    operand.expr().tree
}
