//! Expressions: an untyped tree, and over it types that know the model and the Rust type.
//!
//! A column, a computed value and a foreign key are [`Operand`]s; [`Operators`] is what can be done with them.
//! Everything becomes a [`Node`] at once, so that types cost the compiler little and the program nothing.

mod arithmetic;
mod assignment;
mod compare;
mod depth;
mod expr;
mod into_expr;
mod into_key;
mod like;
mod node;
mod nullable;
mod operand;
mod operators;
mod order;
mod predicate;
mod related;
mod selection;
mod summable;
mod to_many;
mod to_one;

pub use arithmetic::{Numeric, Whole};
pub use assignment::{Assignment, IntoAssignments};
pub use expr::Expr;
pub use into_expr::{IntoExpr, IntoOperand};
pub use into_key::IntoKey;
pub use like::TextField;
pub(crate) use like::escape;
pub use node::{
    AggregateFunction, ArithmeticOp, ColumnRef, CompareOp, LogicOp, MatchOp, Node, OrderNode, RelatedNode,
    RelatedQuestion,
};
pub use nullable::can_be_null;
pub use operand::Operand;
pub use operators::{Operators, TextOperators};
pub use order::{IntoOrder, Nulls, Order};
pub use predicate::Predicate;
pub use related::RelatedRows;
pub use selection::Selection;
pub use summable::{Comparable, Summable};
pub use to_many::ToManyOperators;
