use serde::Serialize;

use super::Cursor;

/// Some rows of an ordered query, and the ways on from there; made by [`paginate`](crate::query::QuerySet::paginate).
///
/// Serialized, it is an object of its fields.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
/// let page = User::all().values(|u| u.name).paginate(20).await?;
/// assert_eq!(serde_json::to_string(&page).unwrap(), r#"{"items":[],"next":null,"previous":null}"#);
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CursorPage<T> {
    /// The rows, in the query's order whichever way they were reached.
    pub items: Vec<T>,
    /// The place after the last row, leading to the rows after it; `None` where there are none. Of a page that was reached by
    /// going back it is always there, because that is where one came from.
    pub next: Option<Cursor>,
    /// The place before the first row, leading to the rows before it; `None` where there are none. Of a page that was reached
    /// by going forward from a cursor it is always there.
    pub previous: Option<Cursor>,
}

impl<T> CursorPage<T> {
    /// The same page of something else.
    ///
    /// ```
    /// # use orm::query::CursorPage;
    /// let page = CursorPage { items: vec![1, 2], next: None, previous: None };
    /// assert_eq!(page.map(|number| number.to_string()).items, ["1", "2"]);
    /// ```
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> CursorPage<U> {
        let Self { items, next, previous } = self;
        CursorPage { items: items.into_iter().map(change).collect(), next, previous }
    }
}
