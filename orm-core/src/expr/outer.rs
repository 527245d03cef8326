use super::node::OuterNode;
use super::operand::tree;
use super::{Expr, Node, Operand};
use crate::model::Model;

/// A value of the row of a query around this one, in a query that stands in its expressions: Django's `OuterRef`.
///
/// It belongs to the nearest query around it that is about the same model; [`outer_nth`] is for those further out.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, user: ForeignKey<User>, total: i64 }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User, Order]).await?;
/// let ann = User::create().name("ann").await?;
/// Order::bulk_create([10, 30].map(|total| Order::create().user(&ann).total(total))).await?;
///
/// // The largest order of each user.
/// let largest = Order::all().filter(|o| {
///     o.total.eq(Order::filter(|other| other.user.eq(outer(o.user))).values(|other| other.total.max()).scalar())
/// });
/// assert_eq!(largest.await?[0].total, 30);
/// # Ok(()) }
/// ```
pub fn outer<M: Model, O: Operand>(operand: O) -> Expr<M, O::Type> {
    outer_nth(0, operand)
}

/// As [`outer`], of the query around this one that comes after so many others about the same model.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] struct Part { id: i64, of: Option<ForeignKey<Part>>, weight: i64 }
/// // Parts with a part of a part that is as heavy as they are.
/// let sql = Part::all()
///     .filter(|p| {
///         orm::exists(Part::filter(|child| {
///             child.of.eq(outer(p.id))
///                 & orm::exists(Part::filter(|grandchild| {
///                     grandchild.of.eq(outer(child.id)) & grandchild.weight.eq(orm::outer_nth(1, p.weight))
///                 }))
///         }))
///     })
///     .to_sql();
/// assert!(sql.contains(r#""weight" = "part"."weight""#));
/// ```
pub fn outer_nth<M: Model, O: Operand>(skipped: u8, operand: O) -> Expr<M, O::Type> {
    let table = O::Root::TABLE;
    Expr::new(tree(operand).wrap(|node| Node::Outer(Box::new(OuterNode { table, skipped, node }))))
}
