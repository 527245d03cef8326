use super::child::with_keys;
use super::has_many::keys_of;
use super::link::{Connected, connect, disconnect};
use crate::database::Db;
use crate::error::{Error, Result};
use crate::expr::Node;
use crate::model::{IntoField, Model};
use crate::query::QuerySet;
use crate::query::hooks;
use crate::query::insert::{fill, insert};
use crate::query::load::{database_of, on_its_database};
use crate::query::nested::NewChild;
use crate::query::pending::Pending;
use crate::relation::{ForeignKey, Holder as _, Made, ManyToMany, Related, RowKey};
use crate::schema::{Link, Through};
use crate::value::Field as _;

impl<T: Model, L> ManyToMany<T, L> {
    /// The rows as a query, to be filtered, counted or changed further.
    ///
    /// Awaited, the query of a row that was not read from the database gives [`Error::NotLoaded`].
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Tag { id: i64, name: String }
    /// # #[derive(Model)] #[orm(table = "orders")] struct Order { id: i64, tags: ManyToMany<Tag> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Tag, Order]).await?;
    /// let order = Order::create().await?;
    /// order.tags.create(Tag::create().name("urgent")).await?;
    /// assert_eq!(order.tags.query().order_by(|t| t.name).values(|t| t.name).await?, ["urgent"]);
    /// # Ok(()) }
    /// ```
    pub fn query(&self) -> QuerySet<T> {
        let rows = match owner(self.related()) {
            Ok((link, key)) => QuerySet::new()
                .filter_node(Node::column_is((link.table)(), link.near_column(), key.to_value()))
                .change(|select| select.link = Some(link)),
            Err(_) => QuerySet::new().filter_node(Node::Detached(T::TABLE.model)),
        };
        QuerySet { db: self.related().provenance().and_then(database_of), ..rows }
    }

    /// Takes away the connections with these rows, given as rows or as their keys. Gives how many there were.
    pub fn remove<K: IntoField<ForeignKey<T>>>(&self, rows: impl IntoIterator<Item = K>) -> Pending<'_, u64> {
        let (related, rows) = (self.related(), keys_of(rows));
        on_its_database(self.related(), move |db| without(db, related, Connected::These(rows)))
    }

    /// Takes away all connections. Gives how many there were.
    pub fn clear(&self) -> Pending<'_, u64> {
        let related = self.related();
        on_its_database(self.related(), move |db| without(db, related, Connected::All))
    }
}

impl<T: Model> ManyToMany<T, Made> {
    /// Connects this row with these, given as rows or as their keys; those that are connected already stay so. Gives how many
    /// were not. It is safe where several tasks do it at once.
    ///
    /// Rows that are loaded already do not change.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Tag { id: i64, name: String }
    /// # #[derive(Model)] #[orm(table = "orders")] struct Order { id: i64, tags: ManyToMany<Tag> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Tag, Order]).await?;
    /// let order = Order::create().await?;
    /// let tags = Tag::bulk_create(["urgent", "gift"].map(|name| Tag::create().name(name))).await?;
    /// assert_eq!(order.tags.add(&tags).await?, 2);
    /// assert_eq!(order.tags.add([&tags[0]]).await?, 0);
    /// # Ok(()) }
    /// ```
    pub fn add<K: IntoField<ForeignKey<T>>>(&self, rows: impl IntoIterator<Item = K>) -> Pending<'_, u64> {
        let (related, rows) = (self.related(), keys_of(rows));
        on_its_database(self.related(), move |db: Db| async move {
            let (link, key) = owner(related)?;
            connect(&db, link, &key.to_value(), rows).await
        })
    }

    /// Creates a row on the other side and connects it with this one: both or nothing.
    pub fn create(&self, new: T::New) -> Pending<'_, T> {
        let related = self.related();
        on_its_database(self.related(), move |db: Db| async move {
            let (link, key) = owner(related)?;
            let change = async {
                let row = hooks::create(db.clone(), new).await?;
                connect(&db, link, &key.to_value(), vec![row.key().into_value()]).await?;
                Ok(row)
            };
            db.as_one(change).await
        })
    }

    /// Connects this row with these, given as rows or as their keys, and with no others: all of it or nothing.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Tag { id: i64, name: String }
    /// # #[derive(Model)] #[orm(table = "orders")] struct Order { id: i64, tags: ManyToMany<Tag> }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Tag, Order]).await?;
    /// let order = Order::create().await?;
    /// let tags = Tag::bulk_create(["urgent", "gift"].map(|name| Tag::create().name(name))).await?;
    /// order.tags.add(&tags).await?;
    /// order.tags.set([&tags[1]]).await?;
    /// assert_eq!(order.tags.query().values(|t| t.name).await?, ["gift"]);
    /// # Ok(()) }
    /// ```
    pub fn set<K: IntoField<ForeignKey<T>>>(&self, rows: impl IntoIterator<Item = K>) -> Pending<'_, ()> {
        let (related, rows) = (self.related(), keys_of(rows));
        on_its_database(self.related(), move |db: Db| async move {
            let (link, key) = owner(related)?;
            let key = key.to_value();
            let change = async {
                disconnect(&db, link, &key, &Connected::AllBut(rows.clone())).await?;
                connect(&db, link, &key, rows).await.map(drop)
            };
            db.as_one(change).await
        })
    }
}

impl<T: Model, L: Model> ManyToMany<T, L> {
    /// Connects this row with these, given as rows or as their keys, by new rows of the model between the two, which the closure
    /// begins: it need not set the two foreign keys. All of them are created, or none.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct User { id: i64 }
    /// # #[derive(Model)] #[orm(table = "groups")] struct Group { id: i64, members: ManyToMany<User, Membership> }
    /// # #[derive(Model)] struct Membership { id: i64, group: ForeignKey<Group>, user: ForeignKey<User>, role: String }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User, Group, Membership]).await?;
    /// let (ann, chess) = (User::create().await?, Group::create().await?);
    /// chess.members.add_with([&ann], || Membership::create().role("captain")).await?;
    /// assert_eq!(chess.members.query().count().await?, 1);
    /// # Ok(()) }
    /// ```
    pub fn add_with<K: IntoField<ForeignKey<T>>, N: NewChild<L>>(
        &self,
        rows: impl IntoIterator<Item = K>,
        between: impl Fn() -> N,
    ) -> Pending<'_, Vec<L>> {
        let far = keys_of(rows);
        let new = owner_by_key(self.related()).and_then(|(link, key)| {
            let one = |far| {
                let (new, nested) = between().into_parts();
                let new = with_keys(new, [(link.near, key.to_value()), (link.far, far)])?;
                if nested.is_empty() { Ok(new) } else { Err(nested_in_a_link(L::TABLE.model)) }
            };
            far.into_iter().map(one).collect::<Result<Vec<_>>>()
        });
        on_its_database(self.related(), move |db: Db| async move {
            let mut new = new?;
            fill(&mut new);
            insert(&db, new).await
        })
    }
}

#[cold]
fn nested_in_a_link(model: &str) -> Error {
    let reason = format!("add_with takes new rows of {model} by themselves: create what points at them afterwards");
    Error::Unsupported { reason }
}

fn owner<T: Model>(related: &Related<T>) -> Result<(Link, &RowKey)> {
    let (def, key) = related.owner()?;
    match def.through {
        Through::Link(link) => Ok((link, key)),
        Through::ForeignKey(_) => {
            Err(Error::Unsupported { reason: format!("{}.{} has no table between the two", def.model, def.field) })
        }
    }
}

/// The same, for a change that names rows of the other side: by their primary keys, which the link has to hold then.
fn owner_by_key<T: Model>(related: &Related<T>) -> Result<(Link, &RowKey)> {
    let (link, key) = owner(related)?;
    let (def, _) = related.owner()?;
    let far = &(link.table)().relations[link.far];
    match far.by {
        None => Ok((link, key)),
        Some(_) => Err(Error::Unsupported {
            reason: format!(
                "{}.{} goes by {}.{}, which holds no primary keys: create and delete rows of {} instead",
                def.model, def.field, far.model, far.field, far.model
            ),
        }),
    }
}

async fn without<T: Model>(db: Db, related: &Related<T>, which: Connected) -> Result<u64> {
    let (link, key) = match which {
        Connected::All => owner(related)?,
        Connected::These(_) | Connected::AllBut(_) => owner_by_key(related)?,
    };
    let key = key.to_value();
    if !link.symmetrical {
        return disconnect(&db, link, &key, &which).await;
    }
    db.as_one(disconnect(&db, link, &key, &which)).await
}
