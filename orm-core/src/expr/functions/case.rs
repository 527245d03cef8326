use std::marker::PhantomData;

use super::nodes;
use crate::expr::depth::Tree;
use crate::expr::node::CaseNode;
use crate::expr::untyped::untyped;
use crate::expr::{Expr, IntoExpr, IntoOperand, Node, Predicate};
use crate::model::Model;
use crate::value::{ColumnType, Field, NotNull, Null, Nullability};

/// A value by conditions: that of the first which is true.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, age: i16 }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
/// User::bulk_create([7, 30, 80].map(|age| User::create().age(age))).await?;
/// let groups: Vec<String> = User::all()
///     .order_by(|u| u.id)
///     .values(|u| orm::case().when(u.age.lt(18), "young").when(u.age.ge(65), "old").otherwise("grown"))
///     .await?;
/// assert_eq!(groups, ["young", "grown", "old"]);
/// # Ok(()) }
/// ```
pub fn case() -> Case {
    Case(())
}

/// A [`case`] without a branch yet.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, age: i16 }
/// let sql = User::all().values(|u| orm::case().when(u.age.lt(18), 1_i32).end()).to_sql();
/// assert_eq!(sql, r#"SELECT CASE WHEN "age" < $1 THEN $2 END FROM "users""#);
/// ```
#[derive(Debug, Clone)]
#[must_use = "a case has no value before `when(..)`"]
pub struct Case(());

impl Case {
    /// This value where the condition is true.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, age: i16 }
    /// User::all().values(|u| orm::case().when(u.age.lt(18), u.age).otherwise(18_i16));
    /// ```
    pub fn when<M: Model, V: CaseValue<M>>(
        self,
        condition: Predicate<M>,
        value: V,
    ) -> CaseBranches<M, V::Type, V::Nullability> {
        let condition = condition.into_tree();
        let value = value.into_case().0;
        CaseBranches { branches: vec![(condition, value)], types: PhantomData }
    }
}

/// What the first branch of a [`case`] gives, which says what type all of them have: a value or an expression.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, age: i16 }
/// fn is_a_value<V: orm::expr::CaseValue<User, Type = String>>() {}
/// is_a_value::<&str>();
/// ```
#[diagnostic::on_unimplemented(
    message = "a case cannot give a `{Self}`",
    label = "expected a value, or a column or expression of `{M}`"
)]
pub trait CaseValue<M> {
    /// Its type, without the Option.
    type Type: Field;
    /// Whether it can be NULL.
    type Nullability: Nullability;

    /// The expression without its types.
    #[doc(hidden)]
    fn into_case(self) -> IntoOperand;
}

/// A [`case`] with its branches.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, age: i16 }
/// let sql = User::all().order_by(|u| orm::case().when(u.age.lt(18), 2_i32).when(u.age.lt(65), 1).otherwise(0)).to_sql();
/// assert!(sql.ends_with("THEN $4 ELSE $5 END"));
/// ```
#[must_use = "a case has no value before `otherwise(..)` or `end()`"]
pub struct CaseBranches<M, T, N> {
    branches: Vec<(Tree, Tree)>,
    types: PhantomData<Types<M, T, N>>,
}

/// What it has of its types: none of them is in it.
type Types<M, T, N> = fn() -> (M, T, N);

untyped!([M, T, N] CaseBranches<M, T, N> { branches; types });

impl<M: Model, T: Field, N: Nullability> CaseBranches<M, T, N> {
    /// This value where the condition is true, and none before it.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, age: i16 }
    /// User::all().values(|u| orm::case().when(u.age.lt(18), "a").when(u.age.lt(65), "b").end());
    /// ```
    pub fn when<V: IntoExpr<M, T>>(
        mut self,
        condition: Predicate<M>,
        value: V,
    ) -> CaseBranches<M, T, N::Or<V::Nullability>> {
        self.branches.push((condition.into_tree(), value.into_operand().0));
        CaseBranches { branches: self.branches, types: PhantomData }
    }

    /// This value where no condition is true.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, age: i16 }
    /// User::all().values(|u| orm::case().when(u.age.lt(18), true).otherwise(false));
    /// ```
    pub fn otherwise<V: IntoExpr<M, T>>(self, value: V) -> Expr<M, <N::Or<V::Nullability> as Nullability>::Output<T>> {
        finish(self.branches, Some(value.into_operand().0))
    }

    /// NULL where no condition is true.
    ///
    /// ```
    /// # use orm::prelude::*;
    /// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, age: i16 }
    /// # async fn example() -> orm::Result<()> {
    /// let minors: Vec<Option<i16>> = User::all().values(|u| orm::case().when(u.age.lt(18), u.age).end()).await?;
    /// # Ok(()) }
    /// ```
    pub fn end(self) -> Expr<M, Option<T>> {
        finish(self.branches, None)
    }
}

fn finish<M: Model, T: ColumnType>(branches: Vec<(Tree, Tree)>, otherwise: Option<Tree>) -> Expr<M, T> {
    let (conditions, values): (Vec<_>, Vec<_>) = branches.into_iter().unzip();
    let (conditions, conditions_depth) = nodes(conditions);
    let (values, values_depth) = nodes(values);
    let depth = conditions_depth.max(values_depth).max(otherwise.as_ref().map_or(0, |tree| tree.depth));
    let case = CaseNode {
        branches: conditions.into_iter().zip(values).collect(),
        otherwise: otherwise.map(|tree| tree.node),
        ty: <T::Base as Field>::TYPE,
        nullable: <T::Nullability as Nullability>::NULLABLE,
    };
    Expr::new(Tree::checked(Node::Case(Box::new(case)), depth))
}

mod values {
    use super::{CaseValue, ColumnType, Field, IntoOperand, Model, NotNull, Null};
    use crate::expr::into_expr::value;
    use crate::expr::operand::{Base, tree};
    use crate::expr::{Expr, Operand, ValueKind};
    use crate::field::{Column, ToOne};
    use crate::path::{Path, RelationTo};
    use crate::value::Same;

    #[diagnostic::do_not_recommend]
    impl<M, T: Field> CaseValue<M> for T {
        type Type = T;
        type Nullability = NotNull;

        fn into_case(self) -> IntoOperand {
            value(self)
        }
    }

    #[diagnostic::do_not_recommend]
    impl<M, T: Field> CaseValue<M> for Option<T> {
        type Type = T;
        type Nullability = Null;

        fn into_case(self) -> IntoOperand {
            value(self)
        }
    }

    #[diagnostic::do_not_recommend]
    impl<M> CaseValue<M> for &str {
        type Type = String;
        type Nullability = NotNull;

        fn into_case(self) -> IntoOperand {
            value(self.to_owned())
        }
    }

    macro_rules! operands {
        ($([$($generics:tt)*] $ty:ty where [$($bound:tt)*];)*) => {$(
            #[diagnostic::do_not_recommend]
            impl<$($generics)*> CaseValue<M> for $ty
            where
                $($bound)*
            {
                type Type = Base<Self>;
                type Nullability = <<Self as Operand>::Type as ColumnType>::Nullability;

                fn into_case(self) -> IntoOperand {
                    IntoOperand(tree(self))
                }
            }
        )*};
    }

    operands! {
        [M, P: Path, T: ColumnType] Column<P, T> where [P::Root: Same<M>];
        [M, P: Path, const R: usize] ToOne<P, R> where [P::Target: RelationTo<R>, P::Root: Same<M>];
        [M: Model, T: ColumnType, K: ValueKind] Expr<M, T, K> where [];
    }
}
