use super::aggregate::aggregate;
use super::depth::{Tree, depth_of};
use super::kind::OfWindow;
use super::{Expr, Function, GroupKeys};
use crate::model::Model;

/// Whether a row is a total over this key, which is NULL then: 1 where it is, and 0 where the row has its own. Of several keys these
/// are the digits of a binary number. PostgreSQL only; in queries by `rollup`, `cube` and `grouping_sets`.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, status: Option<String>, year: i32 }
/// # async fn example() -> orm::Result<()> {
/// // Orders without a status are no total.
/// let rows: Vec<(Option<String>, (i32, i64))> =
///     Order::all().rollup(|o| o.status, |o| (orm::grouping(o.status), count())).order_by(|o| orm::grouping(o.status)).await?;
/// # Ok(()) }
/// ```
pub fn grouping<M: Model>(keys: impl GroupKeys<M>) -> Expr<M, i32> {
    static GROUPING: Function = Function { name: "grouping()", postgres: Some("GROUPING({*})"), sqlite: None };
    let mut nodes = Vec::new();
    keys.nodes(&mut nodes);
    let trees = nodes.into_iter().map(|(node, _)| {
        let depth = depth_of(&node);
        Tree { node, depth }
    });
    Expr::new(aggregate::<M, i32, OfWindow>(&GROUPING, trees).tree)
}
