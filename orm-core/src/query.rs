//! Querysets, and what can be done with models: reading, writing, creating tables.

mod aggregate;
mod blame;
mod bulk_create;
mod check_value;
mod create;
mod create_tables;
mod cursor;
mod delete;
mod fetch;
mod get;
mod in_bulk;
mod insert;
mod instance;
mod into_columns;
mod or_create;
mod pending;
mod plan;
mod queryset;
mod read;
mod record;
mod stream;
mod update;

pub use bulk_create::BulkCreate;
pub use create::{Create, create};
pub use create_tables::create_tables;
pub use delete::DeleteRows;
pub use into_columns::IntoColumns;
pub use pending::Pending;
pub use queryset::QuerySet;
pub use record::Record;
pub use stream::RowStream;
pub use update::UpdateRows;
