use std::collections::HashMap;

use orm::prelude::*;

/// How many users there are, each with [`ORDERS`] orders.
pub const USERS: i64 = 100;
/// How many orders each user has, each with [`ITEMS`] items.
pub const ORDERS: i64 = 10;
/// How many items each order has.
pub const ITEMS: i64 = 5;

/// The trunk of what is loaded with its branches.
#[derive(Model, Debug)]
#[orm(table = "users")]
pub struct User {
    /// The key, from 1 to [`USERS`].
    pub id: i64,
    /// Text of about a dozen bytes.
    pub name: String,
    /// Missing in each third row.
    pub email: Option<String>,
    /// The orders.
    pub orders: HasMany<Order>,
}

/// An order of a [`User`].
#[derive(Model, Debug)]
#[orm(table = "orders")]
pub struct Order {
    /// The key.
    pub id: i64,
    /// Whose it is.
    #[orm(index)]
    pub user: ForeignKey<User>,
    /// A number.
    pub total: i64,
    /// Missing in each third row.
    pub paid: Option<i64>,
    /// What was ordered.
    pub items: HasMany<Item>,
}

/// A line of an [`Order`].
#[derive(Model, Debug)]
#[orm(table = "items")]
pub struct Item {
    /// The key.
    pub id: i64,
    /// The order that it is in.
    #[orm(index)]
    pub order: ForeignKey<Order>,
    /// Text of about a dozen bytes.
    pub name: String,
    /// A number.
    pub price: i64,
}

/// A [`User`] as it is written by hand, and what both sides are compared as.
#[derive(Debug, PartialEq, Eq)]
pub struct PlainUser {
    /// The key.
    pub id: i64,
    /// Text of about a dozen bytes.
    pub name: String,
    /// Missing in each third row.
    pub email: Option<String>,
    /// The orders.
    pub orders: Vec<PlainOrder>,
}

/// An [`Order`] as it is written by hand.
#[derive(Debug, PartialEq, Eq)]
pub struct PlainOrder {
    /// The key.
    pub id: i64,
    /// Whose it is.
    pub user_id: i64,
    /// A number.
    pub total: i64,
    /// Missing in each third row.
    pub paid: Option<i64>,
    /// What was ordered.
    pub items: Vec<PlainItem>,
}

/// An [`Item`] as it is written by hand.
#[derive(Debug, PartialEq, Eq)]
pub struct PlainItem {
    /// The key.
    pub id: i64,
    /// The order that it is in.
    pub order_id: i64,
    /// Text of about a dozen bytes.
    pub name: String,
    /// A number.
    pub price: i64,
}

impl TryFrom<User> for PlainUser {
    type Error = orm::Error;

    fn try_from(user: User) -> orm::Result<Self> {
        let orders = user.orders.get()?.iter().map(PlainOrder::try_from).collect::<orm::Result<_>>()?;
        Ok(Self { id: user.id, name: user.name, email: user.email, orders })
    }
}

impl TryFrom<&Order> for PlainOrder {
    type Error = orm::Error;

    fn try_from(order: &Order) -> orm::Result<Self> {
        let Order { id, user, total, paid, items } = order;
        let items = items.get()?.iter().map(PlainItem::from).collect();
        Ok(Self { id: *id, user_id: *user.id(), total: *total, paid: *paid, items })
    }
}

impl From<&Item> for PlainItem {
    fn from(Item { id, order, name, price }: &Item) -> Self {
        Self { id: *id, order_id: *order.id(), name: name.clone(), price: *price }
    }
}

/// Hands the items out to their orders, and those to their users.
#[must_use]
pub fn grow(mut users: Vec<PlainUser>, orders: Vec<PlainOrder>, items: Vec<PlainItem>) -> Vec<PlainUser> {
    let mut by_order: HashMap<i64, Vec<PlainItem>> = HashMap::new();
    for item in items {
        by_order.entry(item.order_id).or_default().push(item);
    }
    let mut by_user: HashMap<i64, Vec<PlainOrder>> = HashMap::new();
    for mut order in orders {
        order.items = by_order.remove(&order.id).unwrap_or_default();
        by_user.entry(order.user_id).or_default().push(order);
    }
    for user in &mut users {
        user.orders = by_user.remove(&user.id).unwrap_or_default();
    }
    users
}
