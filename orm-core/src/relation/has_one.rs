use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::holder::{self, Holder, holder};
use super::related::Related;
use crate::error;
use crate::model::Model;
use crate::schema::ReverseDef;
use crate::value::Value;

/// The one row of another model that points at this one by a [`OneToOne`](super::OneToOne), if there is one.
///
/// It has no column, and holds nothing until it is loaded: by `select_related` or `prefetch_related` with the query, or by
/// `load`. Serialized, it is the row, or null. In queries a dot follows it, as it does a foreign key.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model, Debug)]
/// struct User {
///     id: i64,
///     profile: HasOne<Profile>,
/// }
///
/// #[derive(Model, Debug)]
/// struct Profile {
///     id: i64,
///     user: OneToOne<User>,
///     motto: String,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User, Profile]).await?;
/// let ann = User::create().await?;
/// Profile::create().user(&ann).motto("onwards").await?;
///
/// let user = User::filter(|u| u.profile.motto.eq("onwards")).select_related(|u| u.profile).get().await?;
/// assert_eq!(user.profile.get()?.unwrap().motto, "onwards");
/// # Ok(()) }
/// ```
pub struct HasOne<T: Model> {
    related: Related<T>,
}

impl<T: Model> HasOne<T> {
    /// The row, or `None` where there is none, once it is loaded.
    ///
    /// # Errors
    /// [`Error::NotLoaded`](crate::Error::NotLoaded), which says how to load it.
    pub fn get(&self) -> error::Result<Option<&T>> {
        self.related.get().map(<[T]>::first)
    }

    /// The row that the query given to `prefetch_related` by `with` picked, where it had conditions.
    ///
    /// # Errors
    /// [`Error::NotLoaded`](crate::Error::NotLoaded) where there was no such query.
    pub fn picked(&self) -> error::Result<Option<&T>> {
        self.related.picked().map(<[T]>::first)
    }

    fn new(related: Related<T>) -> Self {
        Self { related }
    }
}

holder!(HasOne<T>, holder::serialize_one);
