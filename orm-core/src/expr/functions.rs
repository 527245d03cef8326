//! Functions of one row's values. Each is a row in a table: what it is called, what it takes and gives, and how each database
//! writes it.

mod any;
mod case;
mod cast;
mod json;
mod number;
mod of_several;
mod table;
mod text;
mod time;
mod zone;

pub use any::{Arguments, Literal, fragment, func, literal, now, random};
pub use case::{Case, CaseBranches, CaseValue, case};
pub(crate) use json::list_item;
pub use json::{JsonArray, JsonObject, JsonPart, json_array, json_object};
pub(super) use json::{item, part};
pub use number::{Fractional, MathFunctions, NumberFunctions};
pub use of_several::ValueFunctions;
pub use text::TextFunctions;
pub use time::{DateField, TimeField, TimeFunctions};
pub use zone::ZoneFunctions;

use super::depth::Tree;
use super::node::{CallNode, Function};
use super::operand::Base;
use super::{Expr, Node, Operand};
use crate::model::Model;
use crate::value::{ColumnType, Field, Nullability, SqlType};

/// The function's value for these arguments.
pub(super) fn call<M: Model, T: ColumnType>(
    function: &'static Function,
    arguments: impl IntoIterator<Item = Tree>,
) -> Expr<M, T> {
    let (arguments, depth) = nodes(arguments);
    let (ty, nullable) = (<T::Base as Field>::TYPE, <T::Nullability as Nullability>::NULLABLE);
    Expr::new(Tree::checked(Node::Call(Box::new(CallNode { function, arguments, ty, nullable })), depth))
}

/// The nodes of trees, and how deep the deepest is.
pub(super) fn nodes(trees: impl IntoIterator<Item = Tree>) -> (Vec<Node>, u16) {
    let mut depth = 0;
    let nodes = trees.into_iter().map(|tree| {
        depth = depth.max(tree.depth);
        tree.node
    });
    (nodes.collect(), depth)
}

/// The function of decimals where that is what an operand is: to SQLite they are texts, of which its own functions know nothing.
pub(super) fn by_kind<O: Operand>(any: &'static Function, decimal: &'static Function) -> &'static Function {
    if Base::<O>::TYPE == SqlType::Decimal { decimal } else { any }
}
