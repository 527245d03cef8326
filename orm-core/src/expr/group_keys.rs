use super::operand::Base;
use super::selection::select;
use super::{Node, Operand};
use crate::model::Model;
use crate::schema::OutputColumn;
use crate::value::{ColumnType, ReadResult, RowReader};

/// What rows are grouped by where some groups are totals: a column or an expression, or a tuple of up to sixteen of these. Each is an
/// `Option`, which is `None` in the rows that are put together whatever it is.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, status: String, year: i32, total: i64 }
/// # async fn example() -> orm::Result<()> {
/// type Row = ((Option<String>, Option<i32>), i64);
/// let rows: Vec<Row> = Order::all().cube(|o| (o.status, o.year), |_| count()).await?;
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "rows of `{M}` cannot be grouped by a `{Self}`",
    label = "expected a column or expression of `{M}`, or a tuple of these"
)]
pub trait GroupKeys<M> {
    /// The keys of a row.
    type Output: Send + 'static;

    /// The expressions in order, each with what its column is.
    fn nodes(self, nodes: &mut Vec<(Node, OutputColumn)>);

    /// Reads them back from the next cells.
    ///
    /// # Errors
    /// When a cell does not hold what its type takes.
    fn read(row: &mut dyn RowReader) -> ReadResult<Self::Output>;
}

#[diagnostic::do_not_recommend]
impl<O: Operand> GroupKeys<O::Root> for O {
    type Output = Option<Base<O>>;

    fn nodes(self, nodes: &mut Vec<(Node, OutputColumn)>) {
        select(self, nodes);
    }

    fn read(row: &mut dyn RowReader) -> ReadResult<Self::Output> {
        ColumnType::read_column(row)
    }
}

macro_rules! tuples {
    ($($name:ident)*) => {
        #[diagnostic::do_not_recommend]
        impl<M: Model, $($name: Operand<Root = M>),*> GroupKeys<M> for ($($name,)*) {
            type Output = ($(Option<Base<$name>>,)*);

            fn nodes(self, nodes: &mut Vec<(Node, OutputColumn)>) {
                #[allow(non_snake_case, reason = "type names serve as the names of the tuple's parts")]
                let ($($name,)*) = self;
                $(select($name, nodes);)*
            }

            fn read(row: &mut dyn RowReader) -> ReadResult<Self::Output> {
                Ok(($(<Option<Base<$name>> as ColumnType>::read_column(row)?,)*))
            }
        }
    };
}

crate::tuples!(tuples);
