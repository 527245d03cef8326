use std::marker::PhantomData;

use super::depth::Tree;
use super::{IntoExpr, Node, Operand};
use crate::field::{Column, ToOne};
use crate::model::Model;
use crate::path::{Path, RelationTo, Root};
use crate::value::{ColumnType, FitsIn};

/// A column of new rows, and what it takes from the rows of a query, made by [`Column::set_from`].
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] struct Order { id: i64, total: i64 }
/// # #[derive(Model, Debug)] struct Archive { id: i64, cents: i64 }
/// # async fn example() -> orm::Result<()> {
/// Archive::insert_from(Order::all(), |a, o| a.cents.set_from(o.total * 100)).await?;
/// # Ok(()) }
/// ```
#[must_use = "it does nothing until it is given to insert_from"]
pub struct Transfer<M, S> {
    column: usize,
    tree: Tree,
    marker: PhantomData<fn() -> (M, S)>,
}

impl<M, S> Transfer<M, S> {
    pub(crate) fn into_parts(self) -> (usize, Node) {
        (self.column, self.tree.node)
    }
}

super::untyped::untyped!([M, S] Transfer<M, S> { column, tree; marker });

impl<M: Model, T: ColumnType> Column<Root<M>, T> {
    /// In `insert_from`: takes this value, or this expression over the row of the other model.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Order { id: i64, total: i64 }
    /// # #[derive(Model, Debug)] struct Archive { id: i64, total: i64, kind: String }
    /// # async fn example() -> orm::Result<()> {
    /// Archive::insert_from(Order::all(), |a, o| (a.total.set_from(o.total), a.kind.set_from("order"))).await?;
    /// # Ok(()) }
    /// ```
    pub fn set_from<S: Model>(
        self,
        value: impl IntoExpr<S, T::Base, Nullability: FitsIn<T::Nullability>>,
    ) -> Transfer<M, S> {
        Transfer { column: self.index(), tree: value.into_operand().0, marker: PhantomData }
    }
}

impl<M: Model + RelationTo<R>, const R: usize> ToOne<Root<M>, R> {
    /// In `insert_from`: takes the key that a foreign key of the other model holds, to the same model and by the same column of it. Where
    /// that may be NULL, this one must be an `Option`.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct User { id: i64 }
    /// # #[derive(Model, Debug)] struct Order { id: i64, user: ForeignKey<User> }
    /// # #[derive(Model, Debug)] struct Archive { id: i64, user: Option<ForeignKey<User>> }
    /// # async fn example() -> orm::Result<()> {
    /// Archive::insert_from(Order::all(), |a, o| a.user.set_from(o.user)).await?;
    /// # Ok(()) }
    /// ```
    pub fn set_from<P: Path, const Q: usize>(self, key: ToOne<P, Q>) -> Transfer<M, P::Root>
    where
        P::Target: RelationTo<Q, Target = M::Target, By = M::By>,
        ToOne<P, Q>: Operand<Root = P::Root, Type: ColumnType<Nullability: FitsIn<M::Nullability>>>,
    {
        let tree = super::operand::tree(key);
        Transfer { column: M::TABLE.relations[R].column, tree, marker: PhantomData }
    }
}

/// What [`insert_from`](crate::query::Record::insert_from) takes: columns of the new rows with what they take, or a tuple of these.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] struct Order { id: i64, total: i64 }
/// # #[derive(Model, Debug)] struct Archive { id: i64, total: i64 }
/// # async fn example() -> orm::Result<()> {
/// Archive::insert_from(Order::filter(|o| o.total.eq(0)), |a, o| a.total.set_from(o.total)).await?;
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "`insert_from` of `{M}` takes columns such as `a.total.set_from(o.total)`, and this is a `{Self}`",
    label = "expected `column.set_from(..)`"
)]
pub trait IntoTransfers<M, S> {
    /// The columns, and what they take.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct Order { id: i64, total: i64 }
    /// # #[derive(Model, Debug)] struct Archive { id: i64, total: i64, year: i64 }
    /// use orm::expr::{IntoTransfers, Transfer};
    ///
    /// let (archive, order) = (Archive::fields(), Order::fields());
    /// let transfers: Vec<Transfer<Archive, Order>> =
    ///     (archive.total.set_from(order.total), archive.year.set_from(2024)).into_transfers();
    /// assert_eq!(transfers.len(), 2);
    /// ```
    fn into_transfers(self) -> Vec<Transfer<M, S>>;
}

#[diagnostic::do_not_recommend]
impl<M, S> IntoTransfers<M, S> for Transfer<M, S> {
    fn into_transfers(self) -> Vec<Self> {
        vec![self]
    }
}

macro_rules! tuples {
    ($($name:ident)*) => {
        #[diagnostic::do_not_recommend]
        impl<Model, Source, $($name: IntoTransfers<Model, Source>),*> IntoTransfers<Model, Source> for ($($name,)*) {
            fn into_transfers(self) -> Vec<Transfer<Model, Source>> {
                #[allow(non_snake_case, reason = "type names serve as the names of the tuple's parts")]
                let ($($name,)*) = self;
                let mut all = Vec::new();
                $(all.extend($name.into_transfers());)*
                all
            }
        }
    };
}

crate::tuples!(tuples);
