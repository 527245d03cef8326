//! Pages by cursors: places in an order, which stay where they are while rows come and go.

mod codec;
mod condition;
mod cursor;
mod cursor_page;
mod exchange;

use std::fmt;
use std::future::IntoFuture;

use sha2::{Digest, Sha256};

use self::cursor::{Fingerprint, Place};
use self::exchange::PageExchange;
use super::QuerySet;
use super::page::check_size;
use super::queryset::reversed;
use super::read::returned;
use crate::database::{BoxFuture, Db};
use crate::error::{Error, Result};
use crate::expr::OrderNode;
use crate::model::Model;
use crate::relation::Provenance;
use crate::schema::{OutputColumn, Table};
use crate::sql::{Access, Columns, Dialect, Effect, Output, Select, Statement};
use crate::value::{SqlType, Value};

pub use cursor::Cursor;
pub use cursor_page::CursorPage;

/// Each step is two levels of a condition, and databases have limits to these.
const MAX_STEPS: usize = 64;

/// One page of a query by a cursor, made by [`QuerySet::paginate`]. Awaited, it gives a [`CursorPage`].
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// # async fn example(cursor: Option<orm::query::Cursor>) -> orm::Result<()> {
/// let page = User::all().order_by(|u| u.name).paginate(20).at(&cursor).await?;
/// # Ok(()) }
/// ```
#[must_use = "nothing is read until it is awaited"]
pub struct Paginate<M: Model, T = M> {
    query: QuerySet<M, T>,
    size: u64,
    cursor: Option<Cursor>,
    /// The way to go, where it is not the cursor's.
    back: Option<bool>,
}

impl<M: Model, T> QuerySet<M, T> {
    /// The rows in pages of this size, by cursors: the first page, or with [`at`](Paginate::at) the page at a cursor.
    ///
    /// A cursor is a place in the order and not a number of rows. So the next page is read as quickly as the first one,
    /// however far down it is, where an index has the columns of the order, these go all one way and the first of them cannot be NULL; and rows that come and go in between neither repeat others nor make
    /// them skipped. The query may be in any order, over several columns, both ways, along relations and by expressions,
    /// also where they are NULL. The primary key comes after them, so that each row has one place.
    ///
    /// # Errors
    /// Before anything is sent: [`Error::InvalidCursor`] for a cursor that was changed, or belongs to a query about another
    /// model or in another order; [`Error::InvalidPage`] for pages of no rows; [`Error::Unsupported`] for a query that has a limit or an offset, for
    /// one in a random order, and for distinct values that are no columns. Else as awaiting the query.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
    /// for name in ["ann", "bob", "eve"] {
    ///     User::create().name(name).await?;
    /// }
    /// let users = User::all().order_by(|u| (u.email.desc(), u.name));
    /// let first = users.clone().paginate(2).await?;
    /// let second = users.clone().paginate(2).at(&first.next).await?;
    /// assert_eq!((second.items[0].name.as_str(), second.next), ("eve", None));
    ///
    /// let back = users.paginate(2).at(&second.previous).await?;
    /// assert_eq!(back.items[0].name, "ann");
    /// # Ok(()) }
    /// ```
    pub fn paginate(self, size: u64) -> Paginate<M, T> {
        Paginate { query: self, size, cursor: None, back: None }
    }
}

impl<M: Model, T> Paginate<M, T> {
    /// The page to which the cursor leads: with a page's `next` the rows after it, with its `previous` those before it. Without a
    /// cursor, the first page; so it takes the parameter of a request as it is.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// # async fn example(parameter: Option<orm::query::Cursor>) -> orm::Result<()> {
    /// let page = User::all().paginate(20).at(&parameter).await?;
    /// # Ok(()) }
    /// ```
    pub fn at<'c>(self, cursor: impl IntoCursor<'c>) -> Self {
        self.going(cursor, None)
    }

    /// The rows after the cursor, whichever way it leads. Without a cursor, the first page.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// # async fn example(page: orm::query::CursorPage<User>) -> orm::Result<()> {
    /// // The same page once more, with what has come into it since.
    /// let again = User::all().paginate(20).after(&page.previous).await?;
    /// # Ok(()) }
    /// ```
    pub fn after<'c>(self, cursor: impl IntoCursor<'c>) -> Self {
        self.going(cursor, Some(false))
    }

    /// The rows before the cursor, whichever way it leads. Without a cursor, the last page.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
    /// # async fn example(page: orm::query::CursorPage<User>) -> orm::Result<()> {
    /// let last = User::all().paginate(20).before(None).await?;
    /// # Ok(()) }
    /// ```
    pub fn before<'c>(self, cursor: impl IntoCursor<'c>) -> Self {
        self.going(cursor, Some(true))
    }

    fn going<'c>(self, cursor: impl IntoCursor<'c>, back: Option<bool>) -> Self {
        Self { cursor: cursor.into_cursor().cloned(), back, ..self }
    }
}

/// What [`Paginate::at`] takes: a cursor, or maybe one.
///
/// ```
/// # use orm::query::{Cursor, IntoCursor};
/// fn is_there<'c>(cursor: impl IntoCursor<'c>) -> bool {
///     cursor.into_cursor().is_some()
/// }
/// assert!(!is_there(None));
/// assert!(!is_there(&None));
/// ```
pub trait IntoCursor<'c> {
    /// The cursor, if there is one.
    fn into_cursor(self) -> Option<&'c Cursor>;
}

impl<'c> IntoCursor<'c> for &'c Cursor {
    fn into_cursor(self) -> Option<&'c Cursor> {
        Some(self)
    }
}

impl<'c> IntoCursor<'c> for Option<&'c Cursor> {
    fn into_cursor(self) -> Option<&'c Cursor> {
        self
    }
}

impl<'c> IntoCursor<'c> for &'c Option<Cursor> {
    fn into_cursor(self) -> Option<&'c Cursor> {
        self.as_ref()
    }
}

impl<M: Model, T: Send + 'static> Paginate<M, T> {
    async fn fetch(self) -> Result<CursorPage<T>> {
        let Self { query, size, cursor, back } = self;
        let db = query.db()?;
        let mut order = order_of(&query, size, db.dialect())?;
        if db.dialect() == Dialect::Sqlite {
            order.iter_mut().for_each(read_exactly);
        }
        let fingerprint = fingerprint(M::TABLE, &order, db.dialect())?;
        let key = db.cursor_key();
        let place = cursor.map(|cursor| cursor.place(&order, fingerprint, key)).transpose()?;
        let back = back.unwrap_or_else(|| place.as_ref().is_some_and(|place| place.leads_back));

        let Rows { mut items, mut first, mut last, more } = match query.select.is_empty() {
            true => Rows { items: Vec::new(), first: None, last: None, more: false },
            false => rows(query, &db, &order, place.as_ref(), back, size).await?,
        };
        if back {
            items.reverse();
            std::mem::swap(&mut first, &mut last);
        }
        // Where there are no rows, both ways lead from the place where one is.
        let edge = |values: Option<Vec<_>>, before_row, leads_back| match values {
            Some(values) => Some(Place { values, before_row, leads_back }),
            None => place.clone().map(|place| Place { leads_back, ..place }),
        };
        let came = place.is_some();
        let sign = |place: Option<Place>| place.map(|place| Cursor::to(&place, fingerprint, key)).transpose();
        Ok(CursorPage {
            items,
            next: sign(if if back { came } else { more } { edge(last, false, false) } else { None })?,
            previous: sign(if if back { more } else { came } { edge(first, true, true) } else { None })?,
        })
    }
}

/// The rows of one page on the way that it was read, the places of the first and the last one, and whether there are more behind.
struct Rows<T> {
    items: Vec<T>,
    first: Option<Vec<Value<'static>>>,
    last: Option<Vec<Value<'static>>>,
    more: bool,
}

async fn rows<M: Model, T: Send + 'static>(
    query: QuerySet<M, T>,
    db: &Db,
    order: &[OrderNode],
    place: Option<&Place>,
    back: bool,
    size: u64,
) -> Result<Rows<T>> {
    let provenance = Provenance::new(query.db.clone(), false);
    let types = order.iter().map(|step| step.ty).collect();
    let (select, columns, gather) = query.into_gathered();
    let (select, columns) = one_page(select, &columns, order, place, back, size, db.dialect());
    let compiled = select.compile(db.dialect())?;
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let parameters = compiled.parameters;
    let exchange = PageExchange { parameters, gather, types, size, first: None, last: None, more: false };
    let (access, effect) = (Access::Read, Effect::Reads(M::TABLE));
    let statement = Statement { sql: compiled.sql.into(), access, columns, effect };
    let outcome = db.run(statement, Box::new(exchange)).await?;
    let PageExchange { gather, first, last, more, .. } = *returned::<PageExchange<M, T>>(outcome.exchange)?;
    Ok(Rows { items: gather.finish(db, provenance).await?, first, last, more })
}

/// The order that pages are cut from, in which each row has one place that can be found again.
fn order_of<M: Model, T>(query: &QuerySet<M, T>, size: u64, dialect: Dialect) -> Result<Vec<OrderNode>> {
    check_size(size)?;
    let model = M::TABLE.model;
    if query.select.is_sliced() {
        let reason = format!("paginate() of {model} with limit() or offset(): the pages are the limit");
        return Err(Error::Unsupported { reason });
    }
    if query.select.is_derived() && query.select.distinct_on.is_empty() && !query.select.gives_unlike_rows() {
        let reason = format!(
            "paginate() of rows of {model} that may be the same: page() reads these, and distinct() before as_table() tells them apart"
        );
        return Err(Error::Unsupported { reason });
    }
    let is_of_rows = query.select.is_of_table() || query.select.is_derived() && query.select.distinct_on.is_empty();
    if !is_of_rows || query.select.lock.is_some() {
        let reason = format!(
            "paginate() of rows of {model} that are put together, picked by distinct_on() or locked: page() reads these"
        );
        return Err(Error::Unsupported { reason });
    }
    let computed = || Error::Unsupported {
        reason: format!(
            "paginate() of distinct values of {model} that are computed: select columns, or leave out distinct()"
        ),
    };
    let order = query.total_order().ok_or_else(computed)?;
    if order.iter().any(|step| step.node.is_random()) {
        let reason = format!("paginate() of {model} in a random order: the next page would be of another one");
        return Err(Error::Unsupported { reason });
    }
    let is_grouped = query.select.is_grouped();
    if query.select.distinct || is_grouped {
        // A page selects what it is ordered by, too, which must not make other rows of them.
        let mut select = (*query.select).clone();
        select.order.clone_from(&order);
        select.compile(dialect)?;
    }
    if query.select.distinct && !is_grouped && order.iter().any(|step| step.node.as_column().is_none()) {
        return Err(computed());
    }
    if order.len() > MAX_STEPS {
        let reason = format!("paginate() orders by at most {MAX_STEPS} columns, and this is by {}", order.len());
        return Err(Error::QueryTooLarge { reason });
    }
    Ok(order)
}

/// SQLite calculates with 64 bits what is read as 32, and a place that was rounded would be another one.
fn read_exactly(step: &mut OrderNode) {
    if step.ty == SqlType::Real {
        step.ty = SqlType::Double;
    }
}

/// What tells this order from all others: the text in which it is written, and the values in it.
fn fingerprint(table: &'static Table, order: &[OrderNode], dialect: Dialect) -> Result<Fingerprint> {
    let mut select = Select::new(table);
    select.output = Output::Nodes(order.iter().map(|step| step.node.clone()).collect());
    select.order = order.to_vec();
    let compiled = select.compile(dialect)?;
    let mut parameters = Vec::new();
    compiled.parameters.iter().for_each(|value| codec::write(value, &mut parameters));
    let mut hash = Sha256::new();
    hash.update(compiled.sql);
    hash.update(parameters);
    let mut fingerprint = Fingerprint::default();
    fingerprint.iter_mut().zip(hash.finalize()).for_each(|(byte, of_hash)| *byte = of_hash);
    Ok(fingerprint)
}

/// The statement for one page: its rows and one more, with what they are ordered by, from the place in the way's order.
fn one_page(
    mut select: Select,
    columns: &Columns,
    order: &[OrderNode],
    place: Option<&Place>,
    back: bool,
    size: u64,
    dialect: Dialect,
) -> (Select, Columns) {
    let model = select.table.model;
    let cell = |step: &OrderNode| (step.node.clone(), OutputColumn { model, field: "the order", ty: step.ty });
    let columns = select.append(columns, order.iter().map(cell).collect());
    select.order = order.to_vec();
    if back {
        select.order = select.order.into_iter().map(reversed).collect();
    }
    if let Some(place) = place {
        let steps = select.order.iter().cloned().zip(place.values.iter().cloned()).collect();
        select.filter.push(condition::behind(steps, place.before_row != back, dialect));
    }
    select.limit = Some(size.saturating_add(1));
    (select, columns)
}

impl<M: Model, T: Send + 'static> IntoFuture for Paginate<M, T> {
    type Output = Result<CursorPage<T>>;
    type IntoFuture = BoxFuture<'static, Result<CursorPage<T>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.fetch())
    }
}

impl<M: Model, T> fmt::Debug for Paginate<M, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Paginate");
        debug.field("query", &self.query).field("size", &self.size).field("cursor", &self.cursor);
        debug.finish_non_exhaustive()
    }
}
