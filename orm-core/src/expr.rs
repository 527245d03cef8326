//! Expressions: an untyped tree, and over it types that know the model and the Rust type.
//!
//! A column, a computed value and a foreign key are [`Operand`]s; [`Operators`] is what can be done with them.
//! Everything becomes a [`Node`] at once, so that types cost the compiler little and the program nothing.

mod aggregate;
mod aggregates;
mod among;
mod arithmetic;
mod assignment;
mod captured;
mod compare;
mod containers;
mod depth;
mod documents;
mod expr;
pub mod from_left;
mod functions;
mod group_keys;
mod grouping;
mod in_list;
mod into_expr;
mod into_key;
mod into_predicate;
mod kind;
mod like;
mod node;
mod nullable;
mod operand;
mod operators;
mod order;
mod outer;
mod predicate;
mod proposals;
mod proposed;
mod ranges;
mod related;
mod scope;
mod search;
mod selection;
mod statistics;
mod summable;
mod to_many;
mod to_one;
mod transfer;
mod tree;
mod untyped;
mod window;
mod window_functions;

pub use aggregate::{Aggregate, count};
pub use aggregates::Aggregates;
pub use among::Among;
pub use arithmetic::{Added, AddsSpan, Calendar, Minus, MinusRight, Numeric, Plus, PlusRight, Subtracted, Term, Whole};
pub use assignment::{Assignment, IntoAssignments};
pub use captured::Captured;
pub use containers::{Collection, Container, ContainerOperators, IntoContainer, IntoElement, ListField};
pub(crate) use depth::depth_of_query;
pub use documents::{JsonField, JsonOperators, JsonPath, JsonStep};
pub use expr::Expr;
pub(crate) use functions::list_item;
pub use functions::{
    Arguments, Case, CaseBranches, CaseValue, DateField, Fractional, JsonArray, JsonObject, JsonPart, Literal,
    MathFunctions, NumberFunctions, TextFunctions, TimeField, TimeFunctions, ValueFunctions, ZoneFunctions, case,
    fragment, func, json_array, json_object, literal, now, random,
};
pub use group_keys::GroupKeys;
pub use grouping::grouping;
pub use in_list::{ByKeys, ByRows, ByValues, InList, InRows, Lookup};
pub use into_expr::{IntoExpr, IntoOperand};
pub use into_key::IntoKey;
pub use into_predicate::IntoPredicate;
pub use kind::{Kind, OfMany, OfOne, OfWindow, ValueKind, WindowKind};
pub use like::TextField;
pub(crate) use like::{containing, ending_with, escape, starting_with};
pub use node::{
    AggregateNode, ArithmeticOp, Bound, CallNode, CaseNode, ColumnRef, CompareOp, DerivedFrom, DerivedNode, Exclude,
    FragmentForm, FragmentNode, Frame, FrameUnit, Function, GroupedBy, Grouping, Lock, LockStrength, Locked, LogicOp,
    MatchOp, Materialized, Node, OrderNode, OuterNode, Output, OutputNode, RawNode, RelatedNode, RelatedQuestion,
    Select, SetNode, SetOp, Source, SubqueryNode, SubqueryQuestion, TreeDirection, TreeNode, TreePart, ValuesNode,
    WindowNode,
};
pub use nullable::can_be_null;
pub use operand::Operand;
pub use operators::{Operators, TextOperators};
pub use order::{IntoOrder, Nulls, Order};
pub use outer::{outer, outer_nth};
pub use predicate::Predicate;
pub use proposals::IntoProposals;
pub use proposed::proposed;
pub use ranges::{
    IntoContained, LowerUpper, LowerUpperFunctions, OfRange, OfText, OfValue, RangeField, RangeOperators,
};
pub use related::RelatedRows;
pub(crate) use scope::{make as make_scope, scope_of};
pub use search::{SearchConfig, SearchOperators, SearchQuery, SearchVector, SearchWeight, SimilarityOperators};
pub use selection::Selection;
pub use statistics::Statistics;
pub use summable::{Comparable, Summable};
pub use to_many::ToManyOperators;
pub use transfer::{IntoTransfers, Transfer};
pub use tree::{tree_depth, tree_path};
pub use window::{Window, WindowFunction, window};
pub use window_functions::{WindowFunctions, cume_dist, dense_rank, ntile, percent_rank, rank, row_number};
