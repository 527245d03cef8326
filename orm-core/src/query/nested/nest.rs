use std::future::IntoFuture as _;

use super::create::create_root;
use super::relation::Rows;
use super::{Nested, NewChild};
use crate::database::BoxFuture;
use crate::error::Result;
use crate::model::Model;
use crate::path::ReverseTo;
use crate::query::create::create as create_alone;
use crate::query::pending::Pending;

/// What a new row of `M` has to be created with it: nothing, `()`, or rows of its relations.
pub trait Nest<M: Model>: Default + Send + 'static {
    /// The rows.
    fn into_nested(self) -> Nested<M>;

    /// Creates the row with them in the default database.
    fn begin(self, new: M::New) -> BoxFuture<'static, Result<M>>;
}

/// What nothing is nested in.
#[diagnostic::on_unimplemented(
    message = "an upsert takes a new row by itself, and other rows are nested in this one",
    label = "rows were given to one of its relations",
    note = "create it by awaiting it, or leave out the rows of its relations"
)]
pub trait Alone {}

#[diagnostic::do_not_recommend]
impl Alone for () {}

impl<M: Model> Nest<M> for () {
    fn into_nested(self) -> Nested<M> {
        Nested::default()
    }

    fn begin(self, new: M::New) -> BoxFuture<'static, Result<M>> {
        create_alone(new)
    }
}

impl<M: Model> Nest<M> for Nested<M> {
    fn into_nested(self) -> Self {
        self
    }

    fn begin(self, new: M::New) -> BoxFuture<'static, Result<M>> {
        Pending::new(|db| create_root(db, new, self)).into_future()
    }
}

/// Creates a row, with what is nested in it: what awaiting a builder does.
pub fn create<M: Model>(new: M::New, nested: impl Nest<M>) -> BoxFuture<'static, Result<M>> {
    nested.begin(new)
}

/// Takes the rows of the relation number `R`.
pub fn nest_many<M: ReverseTo<R>, const R: usize>(
    to: impl Nest<M>,
    rows: impl IntoIterator<Item: NewChild<M::Target>>,
) -> Nested<M> {
    nest::<M, R>(to, rows, false)
}

/// Takes the one row of the relation number `R`.
pub fn nest_one<M: ReverseTo<R>, const R: usize>(to: impl Nest<M>, row: impl NewChild<M::Target>) -> Nested<M> {
    nest::<M, R>(to, [row], true)
}

fn nest<M: ReverseTo<R>, const R: usize>(
    to: impl Nest<M>,
    rows: impl IntoIterator<Item: NewChild<M::Target>>,
    is_one: bool,
) -> Nested<M> {
    let (mut nested, mut levels) = (to.into_nested(), 0);
    let rows = rows.into_iter().map(|row| {
        let (new, below) = row.into_parts();
        levels = levels.max(below.levels);
        (new, below)
    });
    let rows = Rows::<M, R>::of(rows.unzip(), is_one);
    nested.put(Box::new(rows), levels);
    nested
}
