use super::operand::tree;
use super::{Expr, Node, Operand, Predicate, ValueKind};
use crate::field::{Column, ToOne};
use crate::model::Model;
use crate::path::{Path, RelationTo};
use crate::schema::OutputColumn;
use crate::value::{ColumnType, Field, ReadResult, RowReader, Same};

/// What the closure of `values` returns: columns, computed values, foreign keys, and tuples of up to sixteen of these.
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
/// # async fn example() -> orm::Result<()> {
/// let names: Vec<(i64, String)> = User::all().values(|u| (u.id, u.name)).await?;
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "values of a query about `{M}` cannot be a `{Self}`",
    label = "expected a column or expression of `{M}`, or a tuple of these"
)]
pub trait Selection<M> {
    /// What each row gives.
    type Output: Send + 'static;

    /// The expressions in order, each with what its column is.
    fn nodes(self, nodes: &mut Vec<(Node, OutputColumn)>);

    /// Reads them back from the next cells.
    ///
    /// # Errors
    /// When a cell does not hold what its type takes.
    fn read(row: &mut dyn RowReader) -> ReadResult<Self::Output>;
}

pub(super) fn select<O: Operand>(operand: O, nodes: &mut Vec<(Node, OutputColumn)>) {
    let node = tree(operand).node;
    let (model, field) = match &node {
        Node::Column(column) => (column.table.model, column.def().field),
        _ => (O::Root::TABLE.model, "an expression"),
    };
    let ty = <<O::Type as ColumnType>::Base as Field>::TYPE;
    nodes.push((node, OutputColumn { model, field, ty }));
}

#[diagnostic::do_not_recommend]
impl<P: Path, T: ColumnType, M> Selection<M> for Column<P, T>
where
    P::Root: Same<M>,
{
    type Output = <Self as Operand>::Type;

    fn nodes(self, nodes: &mut Vec<(Node, OutputColumn)>) {
        select(self, nodes);
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Self::Output> {
        ColumnType::read_column(row)
    }
}

#[diagnostic::do_not_recommend]
impl<P: Path, M, const R: usize> Selection<M> for ToOne<P, R>
where
    P::Target: RelationTo<R>,
    P::Root: Same<M>,
{
    type Output = <Self as Operand>::Type;

    fn nodes(self, nodes: &mut Vec<(Node, OutputColumn)>) {
        select(self, nodes);
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Self::Output> {
        ColumnType::read_column(row)
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model, T: ColumnType, K: ValueKind> Selection<M> for Expr<M, T, K> {
    type Output = T;

    fn nodes(self, nodes: &mut Vec<(Node, OutputColumn)>) {
        select(self, nodes);
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<T> {
        T::read_column(row)
    }
}

/// Whether a condition is true; `None` where that is not known.
#[diagnostic::do_not_recommend]
impl<M: Model> Selection<M> for Predicate<M> {
    type Output = Option<bool>;

    fn nodes(self, nodes: &mut Vec<(Node, OutputColumn)>) {
        select(self, nodes);
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Option<bool>> {
        ColumnType::read_column(row)
    }
}

macro_rules! tuples {
    ($($name:ident)*) => {
        #[diagnostic::do_not_recommend]
        impl<M, $($name: Selection<M>),*> Selection<M> for ($($name,)*) {
            type Output = ($($name::Output,)*);

            fn nodes(self, nodes: &mut Vec<(Node, OutputColumn)>) {
                #[allow(non_snake_case, reason = "type names serve as the names of the tuple's parts")]
                let ($($name,)*) = self;
                $($name.nodes(nodes);)*
            }

            fn read(row: &mut dyn RowReader) -> ReadResult<Self::Output> {
                Ok(($($name::read(row)?,)*))
            }
        }
    };
}

crate::tuples!(tuples);
