use chrono::{DateTime, Utc};
use orm::prelude::*;
use serde::{Deserialize, Serialize};

/// Somebody who orders. What a client sends to make one is `NewUser`, and to change one `UserPatch`, which the
/// derive makes, too.
#[derive(Model, Debug, Clone, Serialize)]
#[orm(table = "users", ordering = "id")]
pub struct User {
    pub id: i64,
    #[orm(unique, max_length = 50)]
    pub username: String,
    #[orm(email)]
    pub email: Option<String>,
    #[orm(default = true)]
    pub active: bool,
    #[orm(auto_now_add)]
    pub joined_at: DateTime<Utc>,
    /// Left out of an answer for which they were not loaded.
    #[serde(skip_serializing_if = "HasMany::is_absent")]
    pub orders: HasMany<Order>,
}

#[derive(DbEnum, Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Open,
    Paid,
}

#[derive(Model, Debug, Clone, Serialize)]
#[orm(table = "orders", ordering = "id", check(total_not_negative = |o| o.total.ge(0)))]
pub struct Order {
    pub id: i64,
    #[orm(on_delete = cascade)]
    pub user: ForeignKey<User>,
    /// In cents.
    pub total: i64,
    #[orm(default = Status::Open)]
    pub status: Status,
}
