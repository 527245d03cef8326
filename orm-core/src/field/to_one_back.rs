use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use super::FieldSet;
use super::numbered::numbered;
use crate::model::Model;
use crate::path::{Back, Path, ReverseTo};

/// The one row that points back at the model at the end of the path `P` by its relation number `R`, if there is one.
///
/// A dot follows it, as it does a foreign key; what is read there is an `Option`.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct User { id: i64, profile: HasOne<Profile> }
/// # #[derive(Model)] struct Profile { id: i64, user: OneToOne<User>, motto: String }
/// let mottos = User::all().values(|u| u.profile.motto).to_sql();
/// assert!(mottos.contains(r#"LEFT JOIN "profile""#));
/// ```
pub struct ToOneBack<P, const R: usize>(PhantomData<fn() -> P>);

numbered!(ToOneBack);

impl<P: Path, const R: usize> Deref for ToOneBack<P, R>
where
    P::Target: ReverseTo<R>,
{
    type Target = <<P::Target as ReverseTo<R>>::Target as Model>::Fields<Back<P, R>>;

    fn deref(&self) -> &Self::Target {
        Self::Target::REF
    }
}
