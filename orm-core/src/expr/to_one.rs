//! What can be asked of a foreign key beside what can be asked of its key: it is compared with rows, too.

use super::compare::compare;
use super::operand::{By, KeyOf, Target, tree};
use super::{Assignment, CompareOp, InRows, IntoKey, Predicate};
use crate::field::ToOne;
use crate::model::Model;
use crate::path::{Path, RelationTo, Root};
use crate::value::{Field, FitsIn};

impl<P: Path, const R: usize> ToOne<P, R>
where
    P::Target: RelationTo<R>,
{
    /// Points at this row. `eq(None)` is IS NULL.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64 }
    /// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, user: ForeignKey<User> }
    /// let ann = User { id: 1 };
    /// assert!(Order::filter(|o| o.user.eq(&ann)).to_sql().ends_with(r#"WHERE "user_id" = $1"#));
    /// ```
    pub fn eq(self, other: impl IntoKey<P::Root, Target<P, R>, By<P, R>>) -> Predicate<P::Root> {
        self.compared(CompareOp::Eq, other)
    }

    /// Points at another row than this. `ne(None)` is IS NOT NULL.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64 }
    /// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, user: ForeignKey<User> }
    /// assert!(Order::filter(|o| o.user.ne(1)).to_sql().ends_with(r#"WHERE "user_id" <> $1"#));
    /// ```
    pub fn ne(self, other: impl IntoKey<P::Root, Target<P, R>, By<P, R>>) -> Predicate<P::Root> {
        self.compared(CompareOp::Ne, other)
    }

    /// Points at one of these rows, given as rows or as their keys.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64 }
    /// # #[derive(Model, Debug)] #[orm(table = "orders")] struct Order { id: i64, user: ForeignKey<User> }
    /// let users = [User { id: 1 }, User { id: 2 }];
    /// assert!(Order::filter(|o| o.user.in_(&users)).to_sql().ends_with(r#"WHERE "user_id" = ANY($1)"#));
    /// ```
    pub fn in_<W>(self, rows: impl InRows<Target<P, R>, By<P, R>, W>) -> Predicate<P::Root> {
        Predicate::new(rows.into_lookup().contains(key_type::<P, R>(), tree(self), false))
    }

    /// Points at none of these rows, given as rows or as their keys.
    pub fn not_in<W>(self, rows: impl InRows<Target<P, R>, By<P, R>, W>) -> Predicate<P::Root> {
        Predicate::new(rows.into_lookup().contains(key_type::<P, R>(), tree(self), true))
    }

    /// Points at another row, with no row as one like any other: never NULL itself.
    pub fn is_distinct_from(self, other: impl IntoKey<P::Root, Target<P, R>, By<P, R>>) -> Predicate<P::Root> {
        self.compared(CompareOp::Distinct, other)
    }

    /// Points at the same row, with no row as one like any other: never NULL itself.
    pub fn is_not_distinct_from(self, other: impl IntoKey<P::Root, Target<P, R>, By<P, R>>) -> Predicate<P::Root> {
        self.compared(CompareOp::NotDistinct, other)
    }

    fn compared(self, op: CompareOp, other: impl IntoKey<P::Root, Target<P, R>, By<P, R>>) -> Predicate<P::Root> {
        Predicate::new(compare(op, key_type::<P, R>(), tree(self), other.into_key().0))
    }
}

impl<M: Model + RelationTo<R>, const R: usize> ToOne<Root<M>, R> {
    /// Points the foreign key at this row in an `update`, or at none where it can be NULL.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// #[derive(Model, Debug)]
    /// struct Employee {
    ///     id: i64,
    ///     manager: Option<ForeignKey<Employee>>,
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> orm::Result<()> {
    /// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![Employee]).await?;
    /// let ann = Employee::create().await?;
    /// let bob = Employee::create().manager(&ann).await?;
    /// Employee::filter(|e| e.manager.eq(&ann)).update(|e| e.manager.set(None)).await?;
    /// assert_eq!(Employee::filter(|e| e.manager.eq(None)).count().await?, 2);
    /// # Ok(()) }
    /// ```
    ///
    /// A foreign key that is not an `Option` always points at a row:
    ///
    /// ```compile_fail,E0277
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] struct User { id: i64 }
    /// # #[derive(Model, Debug)] struct Order { id: i64, user: ForeignKey<User> }
    /// Order::all().update(|o| o.user.set(None));
    /// ```
    pub fn set<K>(self, row: K) -> Assignment<M>
    where
        K: IntoKey<M, <M as RelationTo<R>>::Target, <M as RelationTo<R>>::By>,
        K::Nullability: FitsIn<<M as RelationTo<R>>::Nullability>,
    {
        Assignment::new(M::TABLE.relations[R].column, row.into_key().0)
    }
}

fn key_type<P: Path, const R: usize>() -> crate::value::SqlType
where
    P::Target: RelationTo<R>,
{
    KeyOf::<P, R>::TYPE
}
