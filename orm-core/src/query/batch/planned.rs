use std::fmt;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::model::{IntoField, Model};
use crate::relation::ForeignKey;

/// A row that a batch will create, made by [`Batch::create`](super::Batch::create). It stands for the row where a foreign key is set.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model, Debug)] struct Country { id: i64, name: String }
/// # #[derive(Model, Debug)] struct City { id: i64, country: Option<ForeignKey<Country>> }
/// let mut batch = orm::batch();
/// let france: orm::query::Planned<Country> = batch.create(Country::create().name("France"));
/// batch.create(City::create().country(&france));
/// ```
pub struct Planned<M: Model> {
    key: M::Key,
    pub(super) place: usize,
    pub(super) batch: Number,
    marker: PhantomData<fn() -> M>,
}

/// Which batch of this process it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number(u64);

impl Default for Number {
    fn default() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

impl<M: Model> Planned<M> {
    pub(super) fn new(key: M::Key, place: usize, batch: Number) -> Self {
        Self { key, place, batch, marker: PhantomData }
    }
}

impl<M: Model> From<&Planned<M>> for ForeignKey<M> {
    fn from(planned: &Planned<M>) -> Self {
        Self::new(planned.key.clone())
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model> IntoField<ForeignKey<M>> for &Planned<M> {
    fn into_field(self) -> ForeignKey<M> {
        self.into()
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model> IntoField<Option<ForeignKey<M>>> for &Planned<M> {
    fn into_field(self) -> Option<ForeignKey<M>> {
        Some(self.into())
    }
}

impl<M: Model> fmt::Debug for Planned<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Planned").field("model", &M::TABLE.model).field("place", &self.place).finish()
    }
}
