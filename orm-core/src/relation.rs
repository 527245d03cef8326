//! What a model's fields hold for its relations. How they are loaded stands in `query`.

mod attach;
mod by_parent;
mod deferred;
mod foreign_key;
mod foreign_key_serde;
mod has_many;
mod has_one;
mod holder;
mod joined;
mod key_in_document;
mod many_to_many;
mod related;
mod row_key;
mod shared;
mod siblings;
mod target_key;

pub use attach::{attach_deferred, attach_to_many, attach_to_one};
pub(crate) use by_parent::{Parents, RowsByParent};
pub(crate) use deferred::DeferredSiblings;
pub use deferred::{Deferrable, Deferred};
pub(crate) use foreign_key::RowsByKey;
pub use foreign_key::{ForeignKey, OneToOne, ToOneHolder};
pub use has_many::HasMany;
pub use has_one::HasOne;
pub use holder::Holder;
pub use many_to_many::{Made, ManyToMany};
pub use related::Related;
pub(crate) use related::ToManySiblings;
pub(crate) use row_key::RowKey;
pub(crate) use shared::Shared;
pub use siblings::Provenance;
pub(crate) use siblings::Siblings;
pub(crate) use target_key::target_column;
pub use target_key::{PrimaryKey, TargetKey};
