use super::Node;
use super::compare::is_in;
use super::depth::{Tree, depth_of_query};
use super::node::{Select, SubqueryNode, SubqueryQuestion};
use crate::model::{IntoField, Model};
use crate::relation::{ForeignKey, TargetKey};
use crate::value::{Field, SqlType, Value};

/// What `in_` looks a value up in.
#[doc(hidden)]
#[derive(Debug)]
pub enum Lookup {
    /// Values.
    Values(Vec<Value<'static>>),
    /// What another query gives.
    Query(Box<Select>),
}

impl Lookup {
    /// The condition that a value is in it, or that it is not.
    pub(super) fn contains(self, ty: SqlType, value: Tree, negated: bool) -> Tree {
        match self {
            Self::Values(list) => is_in(ty, value, list, negated),
            Self::Query(select) => {
                let depth = value.depth.max(depth_of_query(&select));
                let question = SubqueryQuestion::In { value: value.node, negated };
                Tree::related(Node::Subquery(Box::new(SubqueryNode { question, select: *select })), depth)
            }
        }
    }
}

/// What a value can be looked up in by `in_`: a list of values, or a query that gives one of the type.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String }
/// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, user: ForeignKey<User>, total: i64 }
/// User::filter(|u| u.name.in_(["ann", "bob"]));
/// User::filter(|u| u.id.in_(Order::filter(|o| o.total.gt(100)).values(|o| o.user)));
/// ```
#[diagnostic::on_unimplemented(
    message = "a `{T}` cannot be looked up in a `{Self}`",
    label = "expected a list of `{T}`, or a query whose `values` are these"
)]
pub trait InList<T> {
    /// The list without its types.
    #[doc(hidden)]
    fn into_lookup(self) -> Lookup;
}

#[diagnostic::do_not_recommend]
impl<T: Field, I: IntoIterator> InList<T> for I
where
    I::Item: IntoField<T>,
{
    fn into_lookup(self) -> Lookup {
        Lookup::Values(self.into_iter().map(|value| value.into_field().into_value()).collect())
    }
}

/// What a foreign key can be looked up in by `in_`: rows, keys, a query for rows, or a query that gives keys. `By` is which of these it is, and
/// follows from the type.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, active: bool }
/// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, user: ForeignKey<User>, total: i64 }
/// Order::filter(|o| o.user.in_([1, 2]));
/// Order::filter(|o| o.user.in_(User::filter(|u| u.active.eq(true))));
/// Order::filter(|o| o.user.in_(Order::filter(|o| o.total.gt(100)).values(|o| o.user)));
/// ```
#[diagnostic::on_unimplemented(
    message = "a foreign key to `{To}` cannot be looked up in a `{Self}`",
    label = "expected a list of `{To}` or its keys, or a query for `{To}` or its keys"
)]
pub trait InRows<To: Model, B: TargetKey<To>, By> {
    /// The list without its types.
    #[doc(hidden)]
    fn into_lookup(self) -> Lookup;
}

/// Values.
#[doc(hidden)]
#[derive(Debug)]
pub struct ByValues;

/// A query for rows.
#[doc(hidden)]
#[derive(Debug)]
pub struct ByRows;

/// A query for keys.
#[doc(hidden)]
#[derive(Debug)]
pub struct ByKeys;

#[diagnostic::do_not_recommend]
impl<To: Model, B: TargetKey<To>, I: IntoIterator> InRows<To, B, ByValues> for I
where
    I::Item: IntoField<ForeignKey<To, B>>,
{
    fn into_lookup(self) -> Lookup {
        use crate::value::ColumnType as _;

        Lookup::Values(self.into_iter().map(|row| row.into_field().into_column()).collect())
    }
}
