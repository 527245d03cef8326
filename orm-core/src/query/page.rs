use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::QuerySet;
use super::aggregate::counted;
use super::read::{GatherExchange, broken_backend, returned};
use crate::error::{Error, Result};
use crate::model::Model;
use crate::relation::Provenance;

/// One page of what a query gives, and how many pages there are; made by [`QuerySet::page`].
///
/// Serialized, it is an object of its fields and `pages`.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
/// for name in ["ann", "bob", "eve"] {
///     User::create().name(name).await?;
/// }
/// let page = User::all().order_by(|u| u.name).page(2, 2).await?;
/// assert_eq!(page.items[0].name, "eve");
/// assert_eq!((page.total, page.pages(), page.has_next(), page.has_previous()), (3, 2, false, true));
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows of this page.
    pub items: Vec<T>,
    /// Which page it is, from 1.
    pub number: u64,
    /// How many rows a full page has.
    pub size: u64,
    /// How many rows all pages have together.
    pub total: u64,
}

impl<T> Page<T> {
    /// How many pages there are: 0 where there are no rows.
    ///
    /// ```
    /// # use orm::query::Page;
    /// assert_eq!(Page { items: vec!['a'], number: 1, size: 10, total: 21 }.pages(), 3);
    /// ```
    #[must_use]
    pub fn pages(&self) -> u64 {
        if self.size == 0 { 0 } else { self.total.div_ceil(self.size) }
    }

    /// Whether there is a page after this one.
    ///
    /// ```
    /// # use orm::query::Page;
    /// assert!(Page { items: vec!['a'], number: 1, size: 1, total: 2 }.has_next());
    /// ```
    #[must_use]
    pub fn has_next(&self) -> bool {
        self.number < self.pages()
    }

    /// Whether there is a page before this one; where this one is beyond the end, before the end.
    ///
    /// ```
    /// # use orm::query::Page;
    /// assert!(!Page { items: vec!['a'], number: 1, size: 1, total: 2 }.has_previous());
    /// ```
    #[must_use]
    pub fn has_previous(&self) -> bool {
        self.number > 1 && self.total > 0
    }

    /// The same page of something else.
    ///
    /// ```
    /// # use orm::query::Page;
    /// let page = Page { items: vec![1, 2], number: 1, size: 2, total: 5 }.map(|number| number.to_string());
    /// assert_eq!(page.items, ["1", "2"]);
    /// ```
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        let Self { items, number, size, total } = self;
        Page { items: items.into_iter().map(change).collect(), number, size, total }
    }
}

impl<T: Serialize> Serialize for Page<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut page = serializer.serialize_struct("Page", 5)?;
        page.serialize_field("items", &self.items)?;
        page.serialize_field("number", &self.number)?;
        page.serialize_field("size", &self.size)?;
        page.serialize_field("total", &self.total)?;
        page.serialize_field("pages", &self.pages())?;
        page.end()
    }
}

impl<M: Model, T: Send + 'static> QuerySet<M, T> {
    /// One page of the rows, counted from 1, and how many rows there are: two statements that go to the database together.
    ///
    /// Pages do not overlap: where the order leaves it open which of two rows comes first, the primary key decides, or of distinct rows what
    /// they are distinct in. (In the order of [`random`](crate::expr::random) they do: each page is of another order.) Beyond the
    /// last page there are no rows, and the total is right. Of a query with a limit or an offset, the pages are those of
    /// what it gives. Rows that come and go between two calls move the others from page to page; where that
    /// matters, or where there are many pages, [`paginate`](Self::paginate) does better.
    ///
    /// # Errors
    /// [`Error::InvalidPage`] for page 0 and for pages of no rows, before anything is sent; else as awaiting the query.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// let page = User::all().order_by(|u| u.name).page(1, 20).await?;
    /// assert_eq!((page.items.len(), page.total), (0, 0));
    /// # Ok(()) }
    /// ```
    pub async fn page(self, number: u64, size: u64) -> Result<Page<T>> {
        if number == 0 {
            return Err(invalid("pages count from 1, and this asks for page 0"));
        }
        check_size(size)?;
        let page = |items, total| Page { items, number, size, total };
        if self.select.is_empty() {
            return Ok(page(Vec::new(), 0));
        }
        let before = (number - 1).saturating_mul(size);
        let left = self.select.limit.map_or(u64::MAX, |limit| limit.saturating_sub(before));
        let order = self.total_order().unwrap_or_else(|| self.order_or_key());
        let rows = self.clone().change(|select| {
            select.order = order;
            select.offset = select.offset.saturating_add(before);
            select.limit = Some(size.min(left));
        });
        if rows.select.is_empty() {
            return Ok(page(Vec::new(), self.count().await?));
        }
        let db = self.db()?;
        let provenance = Provenance::new(self.db.clone(), false);
        let requests = vec![rows.into_request(&db)?, self.into_count(db.dialect())?];
        let mut outcomes = db.run_together(requests).await?.into_iter();
        let mut next = || outcomes.next().ok_or_else(|| broken_backend("it answered one of two statements"));
        let gather = returned::<GatherExchange<M, T>>(next()?.exchange)?.gather;
        let total = counted(next()?.exchange)?;
        Ok(page(gather.finish(&db, provenance).await?, total))
    }
}

/// That a page has rows at all.
pub(super) fn check_size(size: u64) -> Result<()> {
    if size == 0 { Err(invalid("a page has at least one row, and this asks for pages of 0")) } else { Ok(()) }
}

#[cold]
fn invalid(reason: &str) -> Error {
    Error::InvalidPage { reason: reason.to_owned() }
}
