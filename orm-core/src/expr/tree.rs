use super::node::TreePart;
use super::{Expr, Node};
use crate::model::Model;
use crate::value::{Field, SqlType};

/// How many steps a row is from where the tree of the query begins, which is 0 for the rows that it begins with.
///
/// Only in queries [`with_descendants`](crate::query::QuerySet::with_descendants) or
/// [`with_ancestors`](crate::query::QuerySet::with_ancestors).
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] struct Part { id: i64, name: String, whole: Option<ForeignKey<Part>> }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Part]).await?;
/// let car = Part::create().name("car").await?;
/// let wheel = Part::create().name("wheel").whole(&car).await?;
/// Part::create().name("tyre").whole(&wheel).await?;
/// let parts: Vec<(String, i32)> = Part::filter(|p| p.name.eq("car"))
///     .with_descendants(|p| p.whole)
///     .order_by(|_| orm::tree_depth())
///     .values(|p| (p.name, orm::tree_depth()))
///     .await?;
/// assert_eq!(parts, [("car".to_owned(), 0), ("wheel".to_owned(), 1), ("tyre".to_owned(), 2)]);
/// # Ok(()) }
/// ```
pub fn tree_depth<M: Model>() -> Expr<M, i32> {
    Expr::leaf(Node::Tree(TreePart::Depth, SqlType::Integer))
}

/// The keys of the rows on the way from where the tree of the query begins to a row, both of these included. In the order of this,
/// each row stands before those that are below it, as an outline has them.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] struct Part { id: i64, name: String, whole: Option<ForeignKey<Part>> }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Part]).await?;
/// let car = Part::create().name("car").await?;
/// let wheel = Part::create().name("wheel").whole(&car).await?;
/// Part::create().name("door").whole(&car).await?;
/// Part::create().name("tyre").whole(&wheel).await?;
/// let outline = Part::filter(|p| p.name.eq("car")).with_descendants(|p| p.whole).order_by(|_| orm::tree_path());
/// let rows: Vec<(String, Vec<i64>)> = outline.values(|p| (p.name, orm::tree_path())).await?;
/// assert_eq!(rows[1..3], [("wheel".to_owned(), vec![1, 2]), ("tyre".to_owned(), vec![1, 2, 4])]);
/// # Ok(()) }
/// ```
pub fn tree_path<M: Model>() -> Expr<M, Vec<M::Key>> {
    Expr::leaf(Node::Tree(TreePart::Path, <Vec<M::Key> as Field>::TYPE))
}
