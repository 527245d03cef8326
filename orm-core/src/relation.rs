//! What a model's fields hold for its relations.

mod foreign_key;

pub use foreign_key::ForeignKey;
