use std::fmt;
use std::marker::PhantomData;

use super::numbered::numbered;

/// The relation number `R` without a column of the model at the end of the path `P`, which leads to any number of rows.
///
/// No dot follows it: what is meant by a field of many rows has to be said, by `any`, `all`, `none`, `count`, `sum` and the
/// others of [`ToManyOperators`](crate::expr::ToManyOperators).
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model)]
/// struct User {
///     id: i64,
///     orders: HasMany<Order>,
/// }
///
/// #[derive(Model)]
/// struct Order {
///     id: i64,
///     user: ForeignKey<User>,
///     total: i64,
/// }
///
/// User::filter(|u| u.orders.any(|o| o.total.gt(100)) & u.orders.count().lt(3));
/// ```
pub struct ToMany<P, const R: usize>(PhantomData<fn() -> P>);

numbered!(ToMany);
