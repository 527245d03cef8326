use super::operand::tree;
use super::{Expr, Node, Operand};

/// The row that was to be inserted, within the `do_update` of an upsert, where columns by themselves are those of the row that is there
/// already: SQL's `excluded`.
///
/// Anywhere else it is `Error::Unsupported` before anything is sent.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "counters")] struct Counter { id: i64, #[orm(unique)] name: String, hits: i64 }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Counter]).await?;
/// for hits in [1, 5] {
///     Counter::create()
///         .name("home")
///         .hits(hits)
///         .on_conflict(|c| c.name)
///         .do_update(|c| c.hits.set(c.hits + orm::proposed(c.hits)))
///         .await?;
/// }
/// assert_eq!(Counter::all().values(|c| c.hits).await?, [6]);
/// # Ok(()) }
/// ```
pub fn proposed<O: Operand>(operand: O) -> Expr<O::Root, O::Type> {
    Expr::new(tree(operand).wrap(|node| Node::Proposed(Box::new(node))))
}
