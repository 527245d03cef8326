use std::marker::PhantomData;

use super::{Hop, Path};
use crate::model::Model;
use crate::value::NotNull;

/// The start of every path: the model that the query is about.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct Country { id: i64, name: String }
/// # #[derive(Model)] struct City { id: i64, country: Option<ForeignKey<Country>> }
/// use orm::path::{Path, Root};
///
/// fn target<P: Path>() -> &'static str {
///     <P::Target as Model>::TABLE.model
/// }
/// assert_eq!(target::<Root<City>>(), "City");
/// ```
#[derive(Debug)]
pub struct Root<M>(PhantomData<fn() -> M>);

impl<M> Clone for Root<M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M> Copy for Root<M> {}

impl<M: Model> Path for Root<M> {
    type Root = M;
    type Target = M;
    type Nullability = NotNull;
    const HOP: Option<&'static Hop> = None;
}
