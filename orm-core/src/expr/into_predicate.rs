use super::depth::Tree;
use super::{Expr, Node, Operators, Predicate, ValueKind};
use crate::field::Column;
use crate::model::Model;
use crate::path::Path;
use crate::value::ColumnType;

/// What can stand for a condition in a query about `M`: a condition, a column or expression that holds a `bool`, and a
/// `bool` of the program, which is true or false of every row.
///
/// `q!` asks it of what stands beside `&&`, `||` and `!`.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model)]
/// struct User {
///     id: i64,
///     active: bool,
///     age: i16,
/// }
///
/// let any_age = false;
/// let users = User::filter(q!(|u| u.active && (any_age || u.age >= 18)));
/// assert!(users.to_sql().ends_with(r#"WHERE "active" = $1 AND "age" >= $2"#));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a condition",
    label = "expected a comparison, or a column that holds a `bool`"
)]
pub trait IntoPredicate<M> {
    /// The condition.
    fn into_predicate(self) -> Predicate<M>;
}

#[diagnostic::do_not_recommend]
impl<M> IntoPredicate<M> for Predicate<M> {
    fn into_predicate(self) -> Predicate<M> {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model> IntoPredicate<M> for bool {
    fn into_predicate(self) -> Predicate<M> {
        Predicate::new(Tree::leaf(Node::Constant(self)))
    }
}

#[diagnostic::do_not_recommend]
impl<P: Path, T: ColumnType<Base = bool>> IntoPredicate<P::Root> for Column<P, T> {
    fn into_predicate(self) -> Predicate<P::Root> {
        Operators::eq(self, true)
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, T: ColumnType<Base = bool>, K: ValueKind> IntoPredicate<M> for Expr<M, T, K> {
    fn into_predicate(self) -> Predicate<M> {
        Operators::eq(self, true)
    }
}
