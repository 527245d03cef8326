use crate::field::{Column, ToOne};
use crate::model::Model;
use crate::path::{RelationTo, Root};
use crate::value::Same;

/// What the closure of `save_only` returns: columns of the model, or a tuple of up to sixteen.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] #[orm(table = "users")] struct User { id: i64, name: String, email: Option<String>, #[orm(default = 20)] age: i16 }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> orm::Result<()> {
/// # orm::connect("sqlite::memory:").await?.create_tables_of(orm::models![User]).await?;
/// let mut ann = User::create().name("ann").await?;
/// ann.age = 32;
/// ann.save_only(|u| (u.name, u.age)).await?;
/// # Ok(()) }
/// ```
#[diagnostic::on_unimplemented(
    message = "expected columns of `{M}`, and this is a `{Self}`",
    label = "not columns of `{M}`"
)]
pub trait IntoColumns<M> {
    /// The columns, as indexes into the table's.
    fn into_columns(self) -> Vec<usize>;
}

#[diagnostic::do_not_recommend]
impl<M: Same<N>, N, T> IntoColumns<N> for Column<Root<M>, T> {
    fn into_columns(self) -> Vec<usize> {
        vec![self.index()]
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model + RelationTo<R> + Same<N>, N, const R: usize> IntoColumns<N> for ToOne<Root<M>, R> {
    fn into_columns(self) -> Vec<usize> {
        vec![M::TABLE.relations[R].column]
    }
}

crate::tuples!(lists [M] IntoColumns into_columns Vec<usize>:);
