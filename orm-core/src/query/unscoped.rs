use super::QuerySet;
use crate::model::Model;
use crate::sql::Select;

impl<M: Model, T> QuerySet<M, T> {
    /// Also the rows that the model's `scope` leaves out, of all queries that this one is made of. Its conditions stay.
    ///
    /// ```
    /// use orm::prelude::*;
    ///
    /// #[derive(Model, Debug)]
    /// #[orm(scope = |a| a.deleted.eq(false))]
    /// struct Article {
    ///     id: i64,
    ///     #[orm(default = false)]
    ///     deleted: bool,
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Article]).await?;
    /// Article::create().deleted(true).await?;
    /// assert_eq!(Article::all().count().await?, 0);
    /// assert_eq!(Article::all().unscoped().count().await?, 1);
    /// # Ok(()) }
    /// ```
    pub fn unscoped(self) -> Self {
        self.change(Select::lift_scope)
    }
}
