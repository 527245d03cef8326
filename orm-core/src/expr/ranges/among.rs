//! A range of the program, asked whether it contains what a row holds: what `range.contains(&u.age)` means in `q!`.

use std::ops::Bound;

use super::OfValue;
use super::into_contained::{ContainedIn, IntoContained};
use crate::expr::depth::Tree;
use crate::expr::operand::Base;
use crate::expr::{Among, IntoExpr, Node, Operand, Operators, Predicate};
use crate::value::{ColumnType, Field, NotNull, Range, RangeElement};

#[diagnostic::do_not_recommend]
impl<O, T> Among<O> for Range<T>
where
    O: Operand + Clone + IntoExpr<<O as Operand>::Root, T>,
    T: RangeElement + IntoExpr<<O as Operand>::Root, Base<O>>,
    <O as Operand>::Type: ColumnType<Base = T>,
{
    /// By its bounds, which indexes understand.
    fn among(&self, operand: O) -> Predicate<O::Root> {
        let from = |operand: O, lower: Bound<&T>| match lower {
            Bound::Included(value) => Some(operand.ge(value.clone())),
            Bound::Excluded(value) => Some(operand.gt(value.clone())),
            Bound::Unbounded => None,
        };
        let to = |operand: O, upper: Bound<&T>| match upper {
            Bound::Included(value) => Some(operand.le(value.clone())),
            Bound::Excluded(value) => Some(operand.lt(value.clone())),
            Bound::Unbounded => None,
        };
        let (from, to) = match self.bounds() {
            Some((lower, upper)) => (from(operand.clone(), lower), to(operand.clone(), upper)),
            None => (None, None),
        };
        match (from, to) {
            (Some(from), Some(to)) => from & to,
            (Some(one), None) | (None, Some(one)) => one,
            // Of what is no range the database is told so.
            (None, None) => {
                let range = ContainedIn(Tree::leaf(Node::Value(self.clone().into_value())));
                IntoContained::<O::Root, Range<T>, OfValue>::contained_in::<NotNull>(operand, range)
            }
        }
    }
}
