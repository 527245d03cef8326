//! Lists and ranges of the program, asked whether they contain what a row holds.

use std::collections::{BTreeSet, HashSet};
use std::ops::{Range, RangeFrom, RangeInclusive, RangeTo, RangeToInclusive};

use super::operand::Base;
use super::{IntoExpr, Operand, Operators, Predicate};
use crate::model::IntoField;

/// A list or range of values that a column or expression can be among. It is what `ids.contains(&u.id)` means in `q!`.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model)]
/// struct User {
///     id: i64,
///     age: i16,
/// }
///
/// let (ids, ages) = (vec![1, 2], 18..65);
/// let sql = User::filter(q!(|u| ids.contains(&u.id) && ages.contains(&u.age))).to_sql();
/// assert!(sql.ends_with(r#"WHERE "id" = ANY($1) AND "age" >= $2 AND "age" < $3"#));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no list or range of what this column holds",
    label = "expected a list, a set or a range of such values"
)]
pub trait Among<O: Operand> {
    /// The operand is one of these.
    fn among(&self, operand: O) -> Predicate<O::Root>;
}

#[diagnostic::do_not_recommend]
impl<O: Operand, A: Among<O> + ?Sized> Among<O> for &A {
    fn among(&self, operand: O) -> Predicate<O::Root> {
        (**self).among(operand)
    }
}

macro_rules! lists {
    ($([$($generics:tt)*] $list:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<O: Operand, V: IntoField<Base<O>> + Clone, $($generics)*> Among<O> for $list {
            fn among(&self, operand: O) -> Predicate<O::Root> {
                operand.in_(self.iter().cloned())
            }
        }
    )*};
}

lists! {
    [] [V];
    [const N: usize] [V; N];
    [] Vec<V>;
    [] BTreeSet<V>;
    [S] HashSet<V, S>;
}

macro_rules! ranges {
    ($($range:ty, ($self:ident, $operand:ident) => $condition:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<O: Operand + Clone, V: IntoExpr<O::Root, Base<O>> + Clone> Among<O> for $range {
            fn among(&$self, $operand: O) -> Predicate<O::Root> {
                $condition
            }
        }
    )*};
}

ranges! {
    Range<V>, (self, operand) => operand.clone().ge(self.start.clone()) & operand.lt(self.end.clone());
    RangeInclusive<V>, (self, operand) => operand.between(self.start().clone(), self.end().clone());
    RangeFrom<V>, (self, operand) => operand.ge(self.start.clone());
    RangeTo<V>, (self, operand) => operand.lt(self.end.clone());
    RangeToInclusive<V>, (self, operand) => operand.le(self.end.clone());
}
