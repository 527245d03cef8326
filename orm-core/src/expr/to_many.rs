//! What can be asked of a relation that leads to many rows.

use super::aggregates::Aggregates as _;
use super::depth::Tree;
use super::node::RelatedQuestion;
use super::operand::Base;
use super::{ColumnRef, Comparable, Expr, Operand, Predicate, RelatedRows, Summable, ValueKind, scope_of};
use crate::field::{FieldSet, ToMany};
use crate::model::{Fields, Model};
use crate::path::{Path, ReverseTo};
use crate::value::{ColumnType, Field, Nullability};

/// What can be asked of a `HasMany` or `ManyToMany` in a query. In the prelude.
///
/// Each question is a subquery of its own: rows never appear twice for having several related ones, and numbers over two
/// relations at once are both right.
///
/// ```
/// use orm::prelude::*;
///
/// #[derive(Model, Debug)]
/// struct User {
///     id: i64,
///     name: String,
///     orders: HasMany<Order>,
/// }
///
/// #[derive(Model, Debug)]
/// struct Order {
///     id: i64,
///     user: ForeignKey<User>,
///     total: i64,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User, Order]).await?;
/// let ann = User::create().name("ann").await?;
/// Order::bulk_create([10, 200].map(|total| Order::create().user(&ann).total(total))).await?;
///
/// let spenders = User::filter(|u| u.orders.any(|o| o.total.gt(100)));
/// let totals = spenders.values(|u| (u.name, u.orders.count(), u.orders.sum(|o| o.total))).await?;
/// assert_eq!(totals, [("ann".to_owned(), 2, Some(210))]);
/// # Ok(()) }
/// ```
pub trait ToManyOperators: Sized {
    /// The model that the query is about.
    type Root: Model;
    /// The model on the other side.
    type Target: Model;

    /// All of the rows.
    #[doc(hidden)]
    fn rows(self) -> RelatedRows<Self::Root, Self::Target>;

    /// Only the rows that meet a condition, to be counted or summed up.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country>, people: i64 }
    /// Country::all().order_by(|c| c.cities.filter(|c| c.people.gt(100_000)).count().desc());
    /// ```
    fn filter(
        self,
        condition: impl FnOnce(&'static Fields<Self::Target>) -> Predicate<Self::Target>,
    ) -> RelatedRows<Self::Root, Self::Target> {
        self.rows().and(condition(Fields::<Self::Target>::REF))
    }

    /// Also the rows that the `scope` of their model leaves out.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] #[orm(scope = |c| c.people.gt(0))] struct City { id: i64, country: ForeignKey<Country>, people: i64 }
    /// Country::filter(|c| c.cities.unscoped().any(|c| c.people.eq(0)));
    /// ```
    fn unscoped(self) -> RelatedRows<Self::Root, Self::Target> {
        self.rows().without_scope()
    }

    /// At least one row meets the condition.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country>, people: i64 }
    /// let sql = Country::filter(|c| c.cities.any(|c| c.people.gt(100_000))).to_sql();
    /// assert!(sql.contains("WHERE EXISTS (SELECT 1"));
    /// ```
    fn any(
        self,
        condition: impl FnOnce(&'static Fields<Self::Target>) -> Predicate<Self::Target>,
    ) -> Predicate<Self::Root> {
        exists(self.filter(condition), false)
    }

    /// No row fails to meet the condition: true also where there is no row, and not where it is NULL for one.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country>, people: i64 }
    /// let sql = Country::filter(|c| c.cities.all(|c| c.people.gt(100_000))).to_sql();
    /// assert!(sql.contains("WHERE NOT EXISTS (SELECT 1"));
    /// ```
    fn all(
        self,
        condition: impl FnOnce(&'static Fields<Self::Target>) -> Predicate<Self::Target>,
    ) -> Predicate<Self::Root> {
        let failing = condition(Fields::<Self::Target>::REF).is_not_true();
        exists(self.rows().and(failing), true)
    }

    /// No row meets the condition.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country>, people: i64 }
    /// Country::filter(|c| c.cities.none(|c| c.people.gt(100_000)));
    /// ```
    fn none(
        self,
        condition: impl FnOnce(&'static Fields<Self::Target>) -> Predicate<Self::Target>,
    ) -> Predicate<Self::Root> {
        exists(self.filter(condition), true)
    }

    /// There is a row.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country>, people: i64 }
    /// Country::filter(|c| c.cities.exists());
    /// ```
    fn exists(self) -> Predicate<Self::Root> {
        exists(self.rows(), false)
    }

    /// There is no row.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country>, people: i64 }
    /// Country::filter(|c| c.cities.is_empty());
    /// ```
    fn is_empty(self) -> Predicate<Self::Root> {
        exists(self.rows(), true)
    }

    /// How many rows there are.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country>, people: i64 }
    /// Country::filter(|c| c.cities.count().ge(10)).order_by(|c| c.cities.count().desc());
    /// ```
    fn count(self) -> Expr<Self::Root, i64> {
        self.value(|_| super::count())
    }

    /// The sum of a number of each row; `None` where there is none. Of whole numbers it is an `i64`.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country>, people: i64 }
    /// Country::all().values(|c| (c.id, c.cities.sum(|c| c.people)));
    /// ```
    fn sum<O: Operand<Root = Self::Target>>(
        self,
        value: impl FnOnce(&'static Fields<Self::Target>) -> O,
    ) -> Expr<Self::Root, Option<<Base<O> as Summable>::Sum>>
    where
        Base<O>: Summable,
    {
        self.value(|fields| value(fields).sum())
    }

    /// The mean of a number of each row; `None` where there is none.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country>, people: i64 }
    /// Country::all().values(|c| (c.id, c.cities.avg(|c| c.people)));
    /// ```
    fn avg<O: Operand<Root = Self::Target>>(
        self,
        value: impl FnOnce(&'static Fields<Self::Target>) -> O,
    ) -> Expr<Self::Root, Option<<Base<O> as Summable>::Mean>>
    where
        Base<O>: Summable,
    {
        self.value(|fields| value(fields).avg())
    }

    /// The smallest value of all rows; `None` where there is none.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country>, people: i64 }
    /// Country::all().values(|c| (c.id, c.cities.min(|c| c.people)));
    /// ```
    fn min<O: Operand<Root = Self::Target>>(
        self,
        value: impl FnOnce(&'static Fields<Self::Target>) -> O,
    ) -> Expr<Self::Root, Option<Base<O>>>
    where
        Base<O>: Comparable,
    {
        self.value(|fields| value(fields).min())
    }

    /// The largest value of all rows; `None` where there is none.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, country: ForeignKey<Country>, people: i64 }
    /// Country::all().values(|c| (c.id, c.cities.max(|c| c.people)));
    /// ```
    fn max<O: Operand<Root = Self::Target>>(
        self,
        value: impl FnOnce(&'static Fields<Self::Target>) -> O,
    ) -> Expr<Self::Root, Option<Base<O>>>
    where
        Base<O>: Comparable,
    {
        self.value(|fields| value(fields).max())
    }

    /// Any value of all rows, made of aggregates over their columns.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model)] struct Country { id: i64, name: String, cities: HasMany<City> }
    /// # #[derive(Model)] struct City { id: i64, name: String, country: ForeignKey<Country>, people: i64 }
    /// // Of each country the names of its cities, and how many people a city has more in the largest than in the smallest.
    /// Country::all().values(|c| {
    ///     (
    ///         c.name,
    ///         c.cities.value(|c| c.name.string_agg(", ").order_by(c.name)),
    ///         c.cities.value(|c| c.people.max() - c.people.min()),
    ///     )
    /// });
    /// ```
    fn value<T: ColumnType, K: ValueKind>(
        self,
        value: impl FnOnce(&'static Fields<Self::Target>) -> Expr<Self::Target, T, K>,
    ) -> Expr<Self::Root, T> {
        let Tree { node, depth } = value(Fields::<Self::Target>::REF).tree;
        let (ty, nullable) = (<T::Base as Field>::TYPE, <T::Nullability as Nullability>::NULLABLE);
        Expr::new(self.rows().ask(RelatedQuestion::Value { value: node, ty, nullable }, depth))
    }
}

fn exists<M, T>(rows: RelatedRows<M, T>, negated: bool) -> Predicate<M> {
    Predicate::new(rows.ask(RelatedQuestion::Exists { negated }, 0))
}

impl<P: Path, const R: usize> ToManyOperators for ToMany<P, R>
where
    P::Target: ReverseTo<R>,
{
    type Root = P::Root;
    type Target = <P::Target as ReverseTo<R>>::Target;

    fn rows(self) -> RelatedRows<P::Root, Self::Target> {
        let table = P::Target::TABLE;
        let key = ColumnRef { hop: P::HOP, table, column: table.reverse[R].near_column() };
        let rows = RelatedRows::new(&table.reverse[R], key.shortest());
        match scope_of::<Self::Target>() {
            Some(scope) => rows.scoped(scope),
            None => rows,
        }
    }
}

impl<M: Model, T: Model> ToManyOperators for RelatedRows<M, T> {
    type Root = M;
    type Target = T;

    fn rows(self) -> Self {
        self
    }
}
