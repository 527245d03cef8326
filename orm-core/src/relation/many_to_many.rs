use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::holder::{self, Holder, holder};
use super::related::Related;
use crate::error;
use crate::model::Model;
use crate::schema::ReverseDef;
use crate::value::Value;

/// Rows of another model that a table between the two connects with this one.
///
/// The table is made by `create_tables`, or is a model of the program's own: `ManyToMany<Group, Membership>`. It holds
/// nothing until it is loaded: by `prefetch_related` with the query, or by `load`. Serialized, it is a list where it is
/// loaded, and null where it is not.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model, Debug)]
/// struct Order {
///     id: i64,
///     tags: ManyToMany<Tag>,
/// }
///
/// #[derive(Model, Debug)]
/// struct Tag {
///     id: i64,
///     name: String,
///     #[orm(via = tags)]
///     orders: ManyToMany<Order>,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Order, Tag]).await?;
/// let order = Order::create().await?;
/// let urgent = Tag::create().name("urgent").await?;
/// order.tags.add([&urgent]).await?;
///
/// let orders = Order::filter(|o| o.tags.any(|t| t.name.eq("urgent"))).prefetch_related(|o| o.tags).await?;
/// assert_eq!(orders[0].tags.get()?[0].name, "urgent");
/// # Ok(()) }
/// ```
pub struct ManyToMany<T: Model, L = Made> {
    related: Related<T>,
    link: PhantomData<fn() -> L>,
}

/// Says that the table between two models is made for their relation, and is no model itself.
#[derive(Debug, Clone, Copy)]
pub struct Made;

impl<T: Model, L> ManyToMany<T, L> {
    /// The rows, where they are loaded.
    ///
    /// # Errors
    /// [`Error::NotLoaded`](crate::Error::NotLoaded), which says how to load them.
    pub fn get(&self) -> error::Result<&[T]> {
        self.related.get()
    }

    /// The rows that the query given to `prefetch_related` by `with` picked, where it had conditions or a limit.
    ///
    /// # Errors
    /// [`Error::NotLoaded`](crate::Error::NotLoaded) where there was no such query.
    pub fn picked(&self) -> error::Result<&[T]> {
        self.related.picked()
    }

    fn new(related: Related<T>) -> Self {
        Self { related, link: PhantomData }
    }
}

holder!(ManyToMany<T, L>, holder::serialize_many);
