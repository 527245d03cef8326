use std::marker::PhantomData;

use super::{Hop, Path, ReverseTo, Step};
use crate::model::Model;
use crate::value::Null;

/// The path `P`, and from there to the one row that points back by the relation number `R` of its target, if there is one.
///
/// ```
/// # use orm::prelude::*;
/// # #[derive(Model)] struct User { id: i64, profile: HasOne<Profile> }
/// # #[derive(Model)] struct Profile { id: i64, user: OneToOne<User> }
/// use orm::path::{Back, Path, Root};
///
/// let hop = <Back<Root<User>, 0> as Path>::HOP.unwrap();
/// assert_eq!(hop.target().model, "Profile");
/// assert!(hop.nullable);
/// ```
#[derive(Debug)]
pub struct Back<P, const R: usize>(PhantomData<fn() -> P>);

impl<P, const R: usize> Clone for Back<P, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P, const R: usize> Copy for Back<P, R> {}

impl<P: Path, const R: usize> Path for Back<P, R>
where
    P::Target: ReverseTo<R>,
{
    type Root = P::Root;
    type Target = <P::Target as ReverseTo<R>>::Target;
    type Nullability = Null;
    const HOP: Option<&'static Hop> =
        Some(&Hop { parent: P::HOP, source: <P::Target as Model>::TABLE, step: Step::Back(R), nullable: true });
}
