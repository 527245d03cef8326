use crate::expr::depth::Tree;
use crate::expr::documents::truth;
use crate::expr::like::{TextField, containing};
use crate::expr::node::Function;
use crate::expr::{IntoExpr, MatchOp, Node, Predicate};
use crate::model::Model;
use crate::value::{Nullability, Range, RangeElement};

/// What a text, or a range, can contain, in a query about `M`: text, or a value or a range of the same type. The last
/// parameter says which of these it is, and is found by the compiler.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Row { id: i64, name: String, span: orm::value::Range<i32>, number: i32 }
/// Row::filter(|r| r.name.contains("an"));
/// Row::filter(|r| r.span.contains(5) & r.span.contains(1..3) & r.span.contains(r.number));
/// ```
#[diagnostic::on_unimplemented(
    message = "`contains` is of text and of ranges: a `{C}` contains no `{Self}`",
    label = "not what is in a `{C}`, nor a column of `{M}` that is"
)]
pub trait IntoContained<M, C, Kind> {
    /// The condition that the tree, which can be NULL or not, contains it.
    #[doc(hidden)]
    fn contained_in<N: Nullability>(self, whole: ContainedIn) -> Predicate<M>;
}

/// A tree that only this module's traits take apart.
#[doc(hidden)]
#[derive(Debug)]
pub struct ContainedIn(pub(in crate::expr) Tree);

/// Text in text.
///
/// ```
/// fn is_part<V: orm::expr::IntoContained<M, String, orm::expr::OfText>, M>(_: V) {}
/// ```
#[derive(Debug, Clone, Copy)]
pub struct OfText;

/// A value in a range.
///
/// ```
/// fn is_in<V: orm::expr::IntoContained<M, orm::value::Range<i32>, orm::expr::OfValue>, M>(_: V) {}
/// ```
#[derive(Debug, Clone, Copy)]
pub struct OfValue;

/// A range in another.
///
/// ```
/// fn is_in<V: orm::expr::IntoContained<M, orm::value::Range<i32>, orm::expr::OfRange>, M>(_: V) {}
/// ```
#[derive(Debug, Clone, Copy)]
pub struct OfRange;

#[diagnostic::do_not_recommend]
impl<M, C: TextField, S: AsRef<str>> IntoContained<M, C, OfText> for S {
    fn contained_in<N: Nullability>(self, whole: ContainedIn) -> Predicate<M> {
        let pattern = containing(self.as_ref());
        Predicate::new(whole.0.wrap(|value| Node::Match { op: MatchOp::Like, value: Box::new(value), pattern }))
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, T: RangeElement, V: IntoExpr<M, T>> IntoContained<M, Range<T>, OfValue> for V {
    fn contained_in<N: Nullability>(self, whole: ContainedIn) -> Predicate<M> {
        static CONTAINS: Function = Function::new("contains", "({0} @> {1})", "range_contains({0}, {1})");
        truth::<_, <N::Or<V::Nullability> as Nullability>::Output<bool>>(&CONTAINS, [whole.0, self.into_operand().0])
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, T: RangeElement, V: IntoExpr<M, Range<T>>> IntoContained<M, Range<T>, OfRange> for V {
    fn contained_in<N: Nullability>(self, whole: ContainedIn) -> Predicate<M> {
        static CONTAINS: Function = Function::new("contains", "({0} @> {1})", "range_holds({0}, {1})");
        truth::<_, <N::Or<V::Nullability> as Nullability>::Output<bool>>(&CONTAINS, [whole.0, self.into_operand().0])
    }
}
